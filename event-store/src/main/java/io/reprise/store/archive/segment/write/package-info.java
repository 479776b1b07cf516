/**
 * Writes a range of one partition's offsets as one segment. In: records as Kafka returned them.
 * Out: a spool file, its header and its index, ready to upload. Must not know a segment's reader.
 */
@NullMarked
package io.reprise.store.archive.segment.write;

import org.jspecify.annotations.NullMarked;
