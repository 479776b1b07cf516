/**
 * Selects the records that a shard delivers. In: a record of the shard's range. Out: deliver,
 * filtered, or other shard. Must not read the value of a record.
 */
@NullMarked
package io.reprise.replay.select;

import org.jspecify.annotations.NullMarked;
