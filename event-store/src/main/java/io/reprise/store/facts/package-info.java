/**
 * Asks a cluster for facts about topics at this moment: identity, partitions, offsets, retention.
 * In: a topic name and, to find offsets by time, instants. Out: values to plan with; none of them
 * is cached. Must not know an object store or the commit log of an archive.
 */
@NullMarked
package io.reprise.store.facts;

import org.jspecify.annotations.NullMarked;
