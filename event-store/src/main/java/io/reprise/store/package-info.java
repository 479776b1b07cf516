/**
 * One log over both tiers: readers need not know which tier stores an offset. In: a topic, a
 * partition or a key, and a half-open range of offsets. Out: the records in offset order and the
 * position reached, so that a caller can detect offsets without a record. Must not know how a tier
 * stores records. Must not know replays, targets or HTTP.
 */
@NullMarked
package io.reprise.store;

import org.jspecify.annotations.NullMarked;
