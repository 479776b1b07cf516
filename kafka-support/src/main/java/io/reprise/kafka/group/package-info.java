/**
 * Joins consumer groups, and asks which member of a group owns which partitions. In: the topics
 * whose partitions the members share, and the code that processes a member's records. Out: the
 * partitions that the group assigns or revokes; the group metadata, with which a transaction shows
 * that its writer is still a member; and the partitions that other members own. Must not know
 * control-topic tails.
 */
@NullMarked
package io.reprise.kafka.group;

import org.jspecify.annotations.NullMarked;
