/**
 * Writes the rows of a shard and its progress to a database, in one transaction that only the
 * newest lease of the shard can commit. In: the records of a shard. Out: rows, and the progress
 * with which the next lease continues. Must not know slots, groups, the coordinator or the control
 * topics.
 */
@NullMarked
package io.reprise.replay.target.jdbc;

import org.jspecify.annotations.NullMarked;
