/**
 * Waits until a deadline, measured by a clock that tests can replace, and handles an interruption
 * of the waiting thread. In: a time limit and a condition. Out: whether the condition became true
 * within the limit. Must not know Kafka's clients, apart from Kafka's unchecked {@code
 * InterruptException}.
 */
@NullMarked
package io.reprise.kafka.time;

import org.jspecify.annotations.NullMarked;
