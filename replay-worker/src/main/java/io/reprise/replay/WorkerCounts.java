package io.reprise.replay;

import io.reprise.kafka.group.GroupMembers;
import io.reprise.replay.journal.ControlTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka how many workers there are. Thread-safe.
 *
 * <p>While Kafka does not answer, the number is unknown, and no guess takes its place: a plan for
 * too few workers would have too few shards and another hash, and a worker that believes in others
 * could leave slots without an owner. A decision therefore fails with the exception and is made
 * again later. Only a view shows that the number is unknown.
 *
 * <p>Each call waits for Kafka for at most 2 s. A retry is safe.
 */
record WorkerCounts(Admin admin, ControlTopics topics) {

  /**
   * Returns how many workers are alive.
   *
   * @throws KafkaException if Kafka does not answer
   */
  int alive() {
    return GroupMembers.count(admin, topics.coordinatorGroup());
  }

  /**
   * Returns how many workers share the slots.
   *
   * @throws KafkaException if Kafka does not answer
   */
  int sharingSlots() {
    return GroupMembers.count(admin, topics.slotsGroup());
  }

  /** Returns how many workers share the slots; null if Kafka does not answer. */
  @Nullable Integer sharingSlotsIfKnown() {
    try {
      return sharingSlots();
    } catch (KafkaException e) {
      return null;
    }
  }
}
