package io.reprise.replay.deliver;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.replay.plan.Plan;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes sure that what is read is still the log that was planned: the same topic id in every slice,
 * and leader epochs that never go back.
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

  /** Asks in the background, while the slice is read. */
  CompletionStage<String> askIdentity() {
    return topics.idOf(topic);
  }

  /**
   * @throws ShardFailedException when the topic is another one, or gone
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
          "topic '" + topic + "' was deleted and recreated since the plan: plan anew");
    }
  }

  /**
   * @throws ShardFailedException when the record is from an older leader epoch than one before it
   */
  void requireNewerEpoch(ConsumerRecord<byte[], byte[]> record) {
    int epoch = record.leaderEpoch().orElse(newestEpoch);
    if (epoch < newestEpoch) {
      throw new ShardFailedException(
          "leader epoch of partition %d went back from %d to %d at offset %d: the log was restored from a copy; plan anew"
              .formatted(record.partition(), newestEpoch, epoch, record.offset()));
    }
    newestEpoch = epoch;
  }
}
