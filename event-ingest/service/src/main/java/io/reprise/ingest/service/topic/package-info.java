/**
 * The topics that events are sent to. In: a topic's name. Out: its id and number of partitions as
 * Kafka has them now. Must not know HTTP or any other package of this service.
 */
@NullMarked
package io.reprise.ingest.service.topic;

import org.jspecify.annotations.NullMarked;
