package io.reprise.replay.deliver;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.Plan;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Checks that the source topic is still the topic for which the plan was made. Two things are
 * checked: in every slice the topic still has the id that the plan names, and the leader epochs of
 * its records never decrease. Confined to the shard's thread.
 */
final class SourceGuard {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final TopicIdentities topics;
  private final String topic;
  private final String plannedId;
  private int newestEpoch = -1;

  SourceGuard(TopicIdentities topics, Plan plan) {
    this.topics = topics;
    this.topic = plan.spec().source().topic();
    this.plannedId = plan.topicId();
  }

  /**
   * Requests the present id of the source topic. Returns without waiting for the answer. The caller
   * reads the slice until the answer arrives.
   */
  CompletionStage<String> askIdentity() {
    return topics.idOf(topic);
  }

  /**
   * Waits for the topic id that {@link #askIdentity} has requested, and requires that it is the id
   * in the plan.
   *
   * @throws ShardFailedException when the topic was deleted, or deleted and created again
   * @throws KafkaException when there is no answer in time; a retry of the slice is safe
   */
  void requireSame(CompletionStage<String> asked) {
    String id;
    try {
      id = KafkaAnswer.of(asked.toCompletableFuture(), ANSWER_LIMIT);
    } catch (UnknownTopicOrPartitionException e) {
      throw new ShardFailedException("topic '" + topic + "' was deleted: nothing is left to read");
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KafkaException("identity of topic '" + topic + "' is unknown", e);
    }
    if (!id.equals(plannedId)) {
      throw new ShardFailedException(
          "topic '" + topic + "' was deleted and created again since the plan: make a new plan");
    }
  }

  /**
   * Checks the leader epoch of one record. The caller passes the records in offset order.
   *
   * @throws ShardFailedException when the leader epoch of the record is older than that of an
   *     earlier record
   */
  void requireNewerEpoch(ConsumerRecord<byte[], byte[]> record) {
    int epoch = record.leaderEpoch().orElse(newestEpoch);
    if (epoch < newestEpoch) {
      throw new ShardFailedException(
          "leader epoch of partition %d went back from %d to %d at offset %d: the log was restored from a copy; make a new plan"
              .formatted(record.partition(), newestEpoch, epoch, record.offset()));
    }
    newestEpoch = epoch;
  }
}
