package io.reprise.replay.deliver;

import io.reprise.replay.plan.Plan;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes sure that what is read is still the log that was planned: the same topic id in every slice,
 * and leader epochs that never go back.
 */
final class SourceGuard {
  private static final long LIMIT_SECONDS = 5;

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
    try {
      var id = asked.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!id.equals(plannedId)) {
        throw new ShardFailedException(
            "topic '" + topic + "' was deleted and recreated since the plan: plan anew");
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new ShardFailedException(
            "topic '" + topic + "' was deleted: nothing is left to read");
      }
      throw new KafkaException("identity of topic '" + topic + "' is unknown", e);
    } catch (TimeoutException e) {
      throw new KafkaException("identity of topic '" + topic + "' is unknown", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
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
