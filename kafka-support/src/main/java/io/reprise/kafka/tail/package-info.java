/**
 * Reads partitions to their end, either once or continuously. In: partitions, the first offset to
 * read of each, and a function that receives each record. Out: the records in offset order, and
 * whether every record below a given end was received. Must not know consumer groups.
 */
@NullMarked
package io.reprise.kafka.tail;

import org.jspecify.annotations.NullMarked;
