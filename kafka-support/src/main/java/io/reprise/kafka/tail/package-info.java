/**
 * Reading partitions to their end, once or for good. In: partitions, where to begin, what to do
 * with each record. Out: the records in order, and the proof that everything up to a given end was
 * applied. Must not know consumer groups.
 */
@NullMarked
package io.reprise.kafka.tail;

import org.jspecify.annotations.NullMarked;
