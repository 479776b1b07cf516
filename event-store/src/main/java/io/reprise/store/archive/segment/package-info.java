/**
 * The format of a segment, for code that writes or reads segments: the Avro schema of a record, the
 * header of a data object, encodings of numbers, checksums, and the facts that a commit entry
 * states about a segment. Must not know a store or a commit log.
 */
@NullMarked
package io.reprise.store.archive.segment;

import org.jspecify.annotations.NullMarked;
