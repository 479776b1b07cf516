/**
 * The topics that events are sent to. In: a topic's name. Out: the topic's id and its current
 * number of partitions in Kafka. Must not know HTTP or any other package of this service.
 */
@NullMarked
package io.reprise.ingest.service.topic;

import org.jspecify.annotations.NullMarked;
