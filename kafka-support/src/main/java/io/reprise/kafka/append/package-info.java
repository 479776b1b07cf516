/**
 * Appends records to a topic that only grows. In: keys and values, from threads that must not wait
 * for Kafka. Out: records in the topic, and what is known about those that are not there. Must not
 * know consumer groups or control-topic tails.
 */
@NullMarked
package io.reprise.kafka.append;

import org.jspecify.annotations.NullMarked;
