/**
 * Reads segments. In: the bytes of data objects and their indexes. Out: the records exactly as
 * Kafka returned them to the archiver, or an error that names the damaged object. Must not know a
 * segment's writer.
 */
@NullMarked
package io.reprise.store.archive.segment.read;

import org.jspecify.annotations.NullMarked;
