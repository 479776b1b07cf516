/**
 * One log, whatever tier its offsets live in. In: a topic, a partition or a key, and a half-open
 * range of offsets. Out: its records in offset order and the position reached, so that holes show.
 * It knows nothing of replays, targets or HTTP.
 */
@NullMarked
package io.reprise.store;

import org.jspecify.annotations.NullMarked;
