/**
 * A run of one partition's offsets as two objects: an Avro object container with the records, and
 * an index. In: records as Kafka gave them. Out: files to upload; and from their bytes, the same
 * records. It knows no store and no commit log.
 */
@NullMarked
package io.reprise.store.archive.segment;

import org.jspecify.annotations.NullMarked;
