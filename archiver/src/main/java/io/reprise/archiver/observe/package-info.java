/**
 * The meters of an archiver, and the steps that it reports to an observer. In: what the other
 * packages report. Out: metrics. Must not know any other package of the archiver.
 */
@NullMarked
package io.reprise.archiver.observe;

import org.jspecify.annotations.NullMarked;
