/**
 * The format that segment writers and readers share: the Avro schema of a record, the header of a
 * data object, number encodings, checksums, and the facts that a commit entry records about a
 * segment. Must not know a store or a commit log.
 */
@NullMarked
package io.reprise.store.archive.segment;

import org.jspecify.annotations.NullMarked;
