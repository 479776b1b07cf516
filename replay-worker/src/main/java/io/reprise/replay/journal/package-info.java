/**
 * The control topics: their settings, their records, and copies of them that know when they were
 * last complete. In: bytes. Out: typed records in log order. Must not know who owns a slot, the
 * coordinator or delivery.
 */
@NullMarked
package io.reprise.replay.journal;

import org.jspecify.annotations.NullMarked;
