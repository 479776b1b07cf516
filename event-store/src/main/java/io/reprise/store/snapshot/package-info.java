/**
 * Snapshots of keys as they lie in a topic: names, records, watermarks, and how they are read. In:
 * folded states. Out: each key's newest snapshot and the offset from which the tail must be read.
 * It does not know who wrote them, nor what becomes of them.
 */
@NullMarked
package io.reprise.store.snapshot;

import org.jspecify.annotations.NullMarked;
