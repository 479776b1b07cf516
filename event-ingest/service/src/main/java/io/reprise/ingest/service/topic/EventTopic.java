package io.reprise.ingest.service.topic;

import org.apache.kafka.common.Uuid;

/**
 * A topic to which events are sent.
 *
 * @param id Kafka's topic id. A topic that is deleted and created again under the same name has a
 *     new id, and offsets of the deleted topic are invalid
 */
public record EventTopic(String name, Uuid id, int partitions) {}
