/**
 * Joins consumer groups and reads which member owns which partitions. In: topics to share among the
 * members, and the code that processes a member's records. Out: partitions as the group assigns and
 * revokes them, the group metadata by which a transaction shows that its writer is still a member,
 * and the partitions that other members own. Must not know control-topic tails.
 */
@NullMarked
package io.reprise.kafka.group;

import org.jspecify.annotations.NullMarked;
