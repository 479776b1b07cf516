/**
 * Whether an event is stored already. In: an event's source and id. Out: its first position, or the
 * right to store it. The index of ids lies in Kafka beside the events, partition by partition; what
 * is not yet in it is found in the events themselves when an instance starts.
 */
@NullMarked
package io.reprise.ingest.service.dedupe;

import org.jspecify.annotations.NullMarked;
