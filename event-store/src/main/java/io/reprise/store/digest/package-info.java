/**
 * Computes digests that depend on the order of their entries. In: offsets, and for each offset the
 * fields of its record. Out: one value that changes when a field, an offset or the order changes.
 * Must not know Kafka's records or where they are stored.
 */
@NullMarked
package io.reprise.store.digest;

import org.jspecify.annotations.NullMarked;
