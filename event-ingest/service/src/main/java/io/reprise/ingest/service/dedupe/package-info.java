/**
 * Recognises repeated events. In: ids that are claimed, stored, or read from the index. Out: the
 * statement that an event is the first one with its id, or the position of the first event with
 * that id. Holds ids in memory only. Must not know HTTP. Must not know Kafka.
 */
@NullMarked
package io.reprise.ingest.service.dedupe;

import org.jspecify.annotations.NullMarked;
