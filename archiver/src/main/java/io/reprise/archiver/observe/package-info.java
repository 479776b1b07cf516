/**
 * The meters of an archiver, and the steps that it reports to an observer. In: events of the other
 * packages. Out: metrics. Must not know any other package of the archiver.
 */
@NullMarked
package io.reprise.archiver.observe;

import org.jspecify.annotations.NullMarked;
