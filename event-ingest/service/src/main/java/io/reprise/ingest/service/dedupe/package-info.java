/**
 * Recognises repeated events. In: ids that are claimed, stored, or read from the index. Out:
 * whether an event is the first with its id, or the position of the first. Holds ids in memory
 * only. Must not know HTTP. Must not know Kafka.
 */
@NullMarked
package io.reprise.ingest.service.dedupe;

import org.jspecify.annotations.NullMarked;
