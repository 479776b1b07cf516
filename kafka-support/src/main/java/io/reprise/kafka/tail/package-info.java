/**
 * Reads partitions to their end, once or continuously. In: partitions, the first offset of each,
 * and an action for each record. Out: the records in order, and whether every record before a given
 * end was applied. Must not know consumer groups.
 */
@NullMarked
package io.reprise.kafka.tail;

import org.jspecify.annotations.NullMarked;
