/**
 * Selects the records that a shard delivers. In: a record of the shard's range. Out: whether the
 * shard delivers the record, has filtered it out, or leaves it to another shard. Only an expression
 * of the filter reads the value of a record. Must not know slots, the coordinator, delivery or
 * transactions.
 */
@NullMarked
package io.reprise.replay.select;

import org.jspecify.annotations.NullMarked;
