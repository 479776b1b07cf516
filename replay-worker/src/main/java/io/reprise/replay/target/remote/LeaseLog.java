package io.reprise.replay.target.remote;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.tail.PartitionEnds;
import io.reprise.kafka.tail.TailBehindException;
import io.reprise.kafka.tail.TopicTail;
import io.reprise.kafka.time.Deadline;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed lease records of the target's cluster and keeps the newest of each shard. All
 * of them are in partition 0 of the lease topic, whatever number of partitions the topic has.
 *
 * <p>Begins to read with the first question. Thread-safe. The creator closes this object.
 */
final class LeaseLog implements AutoCloseable {
  static final int PARTITION = 0;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final RemoteCluster cluster;
  private final String topic;
  private final TopicPartition partition;
  private final Duration limit;
  private @Nullable Followed followed;

  /** One incarnation of the lease topic, and what was read of it. */
  private record Followed(String topicId, TopicTail tail, Map<String, Entry> newest) {}

  /** A record, or the reason why this worker cannot read it. */
  private record Entry(@Nullable LeaseRecord record, String fault) {}

  /**
   * @param limit how long a question may take. A transaction that its worker has left open in the
   *     middle of a commit hides later records until the cluster ends it, so this should be longer
   *     than the time limit of transactions
   */
  LeaseLog(RemoteCluster cluster, String topic, Duration limit) {
    this.cluster = cluster;
    this.topic = topic;
    this.partition = new TopicPartition(topic, PARTITION);
    this.limit = limit;
  }

  /**
   * Returns the newest lease record of a shard, among all that were committed before the call;
   * empty if the shard has none. The end is the high watermark, not the last stable offset: while
   * the transaction of another shard is open below a committed record, the record is above the last
   * stable offset, and its lease would be overlooked.
   *
   * @throws TargetUnavailableException when the topic cannot be read to its end within the limit; a
   *     retry is safe
   */
  Optional<LeaseRecord> newest(String shard) {
    var deadline = Deadline.after(limit);
    var followed = follow();
    try {
      followed.tail().catchUp(end(), deadline);
    } catch (TailBehindException e) {
      throw new TargetUnavailableException(
          "the lease topic '%s' of target '%s' was not read to its end within %d ms: its leader is away, or a transaction hangs there, which kafka-transactions.sh abort ends"
              .formatted(topic, cluster.errors().target(), limit.toMillis()));
    }
    // The end and the records belong to one incarnation of the topic only if its id is still the
    // same. Positions in a deleted topic say nothing about a new one of the same name.
    if (!followed.topicId().equals(topicId())) {
      throw new TargetUnavailableException(
          "the lease topic '%s' of target '%s' was deleted and created again"
              .formatted(topic, cluster.errors().target()));
    }
    var entry = followed.newest().get(shard);
    return entry == null ? Optional.empty() : Optional.of(readable(shard, entry));
  }

  private LeaseRecord readable(String shard, Entry entry) {
    var record = entry.record();
    if (record == null) {
      throw new TargetRefusedException(
          "the lease topic '%s' of target '%s' has a record of shard %s that this worker cannot read: %s"
              .formatted(topic, cluster.errors().target(), shard, entry.fault()));
    }
    return record;
  }

  private Map<TopicPartition, Long> end() {
    return cluster.ask(
        admin ->
            PartitionEnds.of(admin, List.of(partition), IsolationLevel.READ_UNCOMMITTED, limit));
  }

  private String topicId() {
    return cluster.inspect(topics -> topics.idOf(topic));
  }

  private synchronized Followed follow() {
    var id = topicId();
    var current = followed;
    if (current != null && current.topicId().equals(id)) {
      return current;
    }
    if (current != null) {
      current.tail().close();
    }
    var newest = new ConcurrentHashMap<String, Entry>();
    var opened =
        cluster
            .errors()
            .during(
                () ->
                    TopicTail.retrying(
                        "leases-" + cluster.errors().target(),
                        ConsumerRole.tail(cluster.settings(), IsolationLevel.READ_COMMITTED).open(),
                        record -> apply(record, newest),
                        RETRY_AFTER));
    opened.followFromBeginning(List.of(partition));
    opened.start();
    var result = new Followed(id, opened, newest);
    followed = result;
    return result;
  }

  private static void apply(ConsumerRecord<byte[], byte[]> record, Map<String, Entry> newest) {
    if (record.key() == null) {
      return;
    }
    var shard = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      newest.remove(shard);
      return;
    }
    newest.put(shard, entry(record.value()));
  }

  private static Entry entry(byte[] value) {
    try {
      return new Entry(LeaseRecord.decode(value), "");
    } catch (IllegalArgumentException e) {
      return new Entry(null, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public synchronized void close() {
    if (followed != null) {
      followed.tail().close();
    }
  }
}
