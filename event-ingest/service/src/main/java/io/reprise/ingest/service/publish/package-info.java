/**
 * Sends events to Kafka. In: an event's key, attributes and value. Out: the partition and offset of
 * the stored record, a refusal, or the statement that the outcome is unknown. No other package
 * sends to event topics. Must not know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.publish;

import org.jspecify.annotations.NullMarked;
