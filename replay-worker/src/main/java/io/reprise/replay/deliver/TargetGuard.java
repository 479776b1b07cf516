package io.reprise.replay.deliver;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.TargetTopic;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the target topic is still the topic for which the plan was made. If the topic was
 * deleted, the copies that the replay has delivered are lost, even if the topic was created again.
 * Nothing is checked if the plan names no target topic: its target is not a topic, or an older
 * version of Reprise made the plan.
 *
 * <p>If the topic has the planned id now, it was never deleted since the plan was made. One check
 * after a shard's last records are committed therefore proves that no deletion has removed any copy
 * of the shard.
 *
 * <p>Confined to the shard's thread.
 */
final class TargetGuard {
  private static final CompletionStage<String> NOT_ASKED = CompletableFuture.completedStage("");

  private final @Nullable Planned planned;

  /** The target topic that the plan names, and the check that its id is still the planned one. */
  private record Planned(TargetTopic topic, TopicIdentityCheck identity) {}

  TargetGuard(TopicIdentities topics, Plan plan, Ticker ticker) {
    var topic = plan.targetTopic();
    this.planned =
        topic == null
            ? null
            : new Planned(
                topic,
                new TopicIdentityCheck(topics, ticker, "target topic", topic.name(), topic.id()));
  }

  /** Returns whether the plan names a target topic, which is then checked. */
  boolean hasTopic() {
    return planned != null;
  }

  /**
   * Requests the present id of the target topic. Returns without waiting for the answer. The caller
   * delivers the slice while the request is under way.
   */
  CompletionStage<String> askIdentity() {
    return planned == null ? NOT_ASKED : planned.identity.ask();
  }

  /**
   * Waits for the topic id that {@link #askIdentity} has requested, and requires that it is the id
   * in the plan.
   *
   * @param delivered number of records that the shard has delivered, for the error message
   * @throws ShardFailedException when the topic was deleted, or deleted and created again
   * @throws org.apache.kafka.common.KafkaException when there is no answer in time, or when two
   *     brokers gave different answers; a retry of the slice is safe
   */
  void requireSame(CompletionStage<String> asked, long delivered) {
    if (planned == null) {
      return;
    }
    switch (planned.identity.find(asked)) {
      case SAME -> {}
      case DELETED -> throw new ShardFailedException(planned.topic.deleted(delivered));
      case CREATED_AGAIN -> throw new ShardFailedException(planned.topic.recreated(delivered));
    }
  }
}
