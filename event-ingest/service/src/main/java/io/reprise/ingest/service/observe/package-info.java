/**
 * Declares the metrics of the ingest service. Must not know any other package of the service, so
 * that each of them may use a metric.
 */
@NullMarked
package io.reprise.ingest.service.observe;

import org.jspecify.annotations.NullMarked;
