/**
 * {@code reprise topics}: shows the topics of the cluster. In: a topic's name. Out: partitions and
 * offsets, and events that are not in the partition of their key or have a schema of another topic.
 */
@NullMarked
package io.reprise.cli.topics;

import org.jspecify.annotations.NullMarked;
