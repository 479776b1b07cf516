/**
 * {@code reprise topics}: shows the topics of the cluster, and creates and changes topics. In: a
 * topic's name. Out: partitions and offsets; events that are not in the partition of their key or
 * have a schema of another topic; topics of the Kafka cluster, changed through Kafka's admin
 * client.
 */
@NullMarked
package io.reprise.cli.topics;

import org.jspecify.annotations.NullMarked;
