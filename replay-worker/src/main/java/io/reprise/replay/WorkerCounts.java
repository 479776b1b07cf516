package io.reprise.replay;

import io.reprise.kafka.group.GroupMembers;
import io.reprise.replay.journal.ControlTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka how many workers are alive and how many share the slots. Thread-safe.
 *
 * <p>While Kafka does not answer, these numbers are unknown. No guess is used, because a wrong
 * number does harm: a plan for too few workers would have too few shards and another hash, and a
 * worker that wrongly believes that other workers exist could give up its slots, which then have no
 * owner. A method that must decide therefore throws an exception, and its caller decides again
 * later.
 *
 * <p>Each call waits for Kafka for at most 2 s. A retry is safe.
 */
record WorkerCounts(Admin admin, ControlTopics topics) {

  /**
   * Returns how many workers are alive: members of the group that elects the coordinator.
   *
   * @throws KafkaException if Kafka does not answer
   */
  int alive() {
    return GroupMembers.count(admin, topics.coordinatorGroup());
  }

  /**
   * Returns how many workers share the slots: members of the slots group. A worker that has left
   * this group is not counted.
   *
   * @throws KafkaException if Kafka does not answer
   */
  int sharingSlots() {
    return GroupMembers.count(admin, topics.slotsGroup());
  }

  /** Returns the same number as {@link #sharingSlots}; null if Kafka does not answer. */
  @Nullable Integer sharingSlotsIfKnown() {
    try {
      return sharingSlots();
    } catch (KafkaException e) {
      return null;
    }
  }
}
