/**
 * Which records of a shard's range are delivered. In: a record. Out: deliver, filtered, elsewhere.
 * It reads keys and headers, never values.
 */
@NullMarked
package io.reprise.replay.select;

import org.jspecify.annotations.NullMarked;
