/**
 * Defines the names of the objects in a partition's archive, for writers and readers. In: a topic,
 * its id and a partition. Out: object names. Must not know a store or the content of a segment.
 */
@NullMarked
package io.reprise.store.archive;

import org.jspecify.annotations.NullMarked;
