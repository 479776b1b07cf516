package io.reprise.ingest.service.topic;

import org.apache.kafka.common.Uuid;

/**
 * A topic that events are sent to.
 *
 * @param id new when a topic is created again under its name: the old one's offsets mean nothing
 *     then
 */
public record EventTopic(String name, Uuid id, int partitions) {}
