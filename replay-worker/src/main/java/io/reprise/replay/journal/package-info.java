/**
 * The control topics: their settings, their records, and local copies of their content, each of
 * which knows when it last covered its whole topic. In: bytes. Out: typed records in log order.
 * Must not know who owns a slot, the coordinator or delivery.
 */
@NullMarked
package io.reprise.replay.journal;

import org.jspecify.annotations.NullMarked;
