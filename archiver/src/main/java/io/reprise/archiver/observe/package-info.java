/**
 * The meters of an archiver, and the observer that is told about each step of archiving. In: events
 * that the other packages report. Out: metrics. Must not know any other package of the archiver.
 */
@NullMarked
package io.reprise.archiver.observe;

import org.jspecify.annotations.NullMarked;
