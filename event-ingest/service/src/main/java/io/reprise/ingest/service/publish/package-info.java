/**
 * Sends events to Kafka. In: an event's key, attributes and value. Out: whether the event is
 * stored, rejected or of unknown outcome, with the partition and offset of a stored event. No other
 * package sends to event topics. Must not know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.publish;

import org.jspecify.annotations.NullMarked;
