/**
 * Declares the metrics of the compactor. Must not know any other package of the compactor, so that
 * each of them may use a metric.
 */
@NullMarked
package io.reprise.compactor.observe;

import org.jspecify.annotations.NullMarked;
