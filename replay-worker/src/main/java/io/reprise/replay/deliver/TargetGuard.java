package io.reprise.replay.deliver;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.TargetTopic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the target topic is still the topic for which the plan was made. A topic that was
 * deleted has lost the copies that the replay has delivered, also if it was created again. A plan
 * whose target is not a topic, and a plan of an older version, names no target topic: nothing is
 * checked then.
 *
 * <p>An answer proves the past: a topic that has the planned id now was not deleted before. So one
 * answer that was requested after the last slice of a shard covers all copies of the shard.
 *
 * <p>Confined to the shard's thread.
 */
final class TargetGuard {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** How long brokers may need to learn of a new topic. */
  private static final Duration CONFIRM_AFTER = Duration.ofMillis(500);

  /** The answer for a topic that does not exist. */
  private static final String DELETED = "";

  private static final CompletionStage<String> NOT_ASKED =
      CompletableFuture.completedStage(DELETED);

  private final TopicIdentities topics;
  private final Ticker ticker;
  private final @Nullable TargetTopic planned;

  TargetGuard(TopicIdentities topics, Plan plan, Ticker ticker) {
    this.topics = topics;
    this.ticker = ticker;
    this.planned = plan.targetTopic();
  }

  /** Returns whether the plan names a target topic, which is then checked. */
  boolean hasTopic() {
    return planned != null;
  }

  /**
   * Requests the present id of the target topic. Returns without waiting for the answer. The caller
   * delivers the slice until the answer arrives.
   */
  CompletionStage<String> askIdentity() {
    return planned == null ? NOT_ASKED : topics.idOf(planned.name());
  }

  /**
   * Waits for the topic id that {@link #askIdentity} has requested, and requires that it is the id
   * in the plan. Another answer is confirmed by a second request half a second later, because a
   * broker may not know a new topic yet.
   *
   * @param delivered number of records that the shard has delivered
   * @throws ShardFailedException when the topic was deleted, or deleted and created again
   * @throws KafkaException when there is no answer in time, or when two brokers gave different
   *     answers; a retry of the slice is safe
   */
  void requireSame(CompletionStage<String> asked, long delivered) {
    if (planned == null) {
      return;
    }
    var id = answer(planned, asked);
    if (id.equals(planned.id())) {
      return;
    }
    ticker.sleep(CONFIRM_AFTER);
    if (!answer(planned, topics.idOf(planned.name())).equals(id)) {
      throw new KafkaException(
          "brokers gave different answers about target topic '" + planned.name() + "'");
    }
    throw new ShardFailedException(
        id.equals(DELETED) ? planned.deleted(delivered) : planned.recreated(delivered));
  }

  private static String answer(TargetTopic topic, CompletionStage<String> asked) {
    try {
      return KafkaAnswer.of(asked.toCompletableFuture(), ANSWER_LIMIT);
    } catch (UnknownTopicOrPartitionException e) {
      return DELETED;
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KafkaException("identity of target topic '" + topic.name() + "' is unknown", e);
    }
  }
}
