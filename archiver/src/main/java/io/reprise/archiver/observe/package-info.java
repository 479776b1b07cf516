/**
 * The meters of an archiver, and the steps of archiving that observers are told about. In: events
 * that the other packages report. Out: metrics. Must not know any other package of the archiver.
 */
@NullMarked
package io.reprise.archiver.observe;

import org.jspecify.annotations.NullMarked;
