/**
 * Joins consumer groups and reads who owns which partitions. In: topics to share, and the work of a
 * member. Out: partitions as the group assigns and revokes them, the proof of membership for a
 * transaction, and what other members own. Must not know control-topic tails.
 */
@NullMarked
package io.reprise.kafka.group;

import org.jspecify.annotations.NullMarked;
