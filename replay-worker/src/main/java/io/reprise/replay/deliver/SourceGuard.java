package io.reprise.replay.deliver;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.Plan;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Checks that the source topic is still the topic for which the plan was made. Two things are
 * checked: in every slice the topic still has the id that the plan names, and the leader epochs of
 * its records never decrease. Confined to the shard's thread.
 */
final class SourceGuard {
  private final String topic;
  private final TopicIdentityCheck identity;
  private int newestEpoch = -1;

  SourceGuard(TopicIdentities topics, Plan plan, Ticker ticker) {
    this.topic = plan.spec().source().topic();
    this.identity = new TopicIdentityCheck(topics, ticker, "topic", topic, plan.topicId());
  }

  /**
   * Requests the present id of the source topic. Returns without waiting for the answer. The caller
   * reads the slice while the request is under way.
   */
  CompletionStage<String> askIdentity() {
    return identity.ask();
  }

  /**
   * Waits for the topic id that {@link #askIdentity} has requested, and requires that it is the id
   * in the plan.
   *
   * @throws ShardFailedException when the topic was deleted, or deleted and created again
   * @throws org.apache.kafka.common.KafkaException when there is no answer in time, or when two
   *     brokers gave different answers; a retry of the slice is safe
   */
  void requireSame(CompletionStage<String> asked) {
    switch (identity.find(asked)) {
      case SAME -> {}
      case DELETED ->
          throw new ShardFailedException(
              "topic '" + topic + "' was deleted: nothing is left to read");
      case CREATED_AGAIN ->
          throw new ShardFailedException(
              "topic '"
                  + topic
                  + "' was deleted and created again since the plan: make a new plan");
    }
  }

  /**
   * Checks that the leader epoch of a record is not older than that of the records before it. An
   * older one shows that the log was restored from a copy. The caller passes the records in offset
   * order.
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
