package io.reprise.replay.journal;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.tail.PartitionEnds;
import io.reprise.kafka.tail.TailBehindException;
import io.reprise.kafka.tail.TopicTail;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the committed records of a control topic from its beginning to its end, and then on as it
 * grows. Passes each record to {@code apply}. {@link #catchUp} asks the broker for the end of the
 * topic and waits until the tail has reached this end. The caller then knows that it has every
 * record up to there.
 *
 * <p>Threading: a thread of its own calls {@code apply}, from {@link #start} on; all other methods
 * are safe on any thread. The opener closes the tail.
 */
final class ControlTail implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final String MAY_HANG =
      "; if this lasts, a transaction hangs there and its outcome cannot be determined"
          + " (find it with kafka-transactions.sh find-hanging)";

  private final Admin admin;
  private final List<TopicPartition> partitions;
  private final TopicTail tail;

  /**
   * Creates a tail that reads nothing until it is started.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   * @param apply called for every record, in offset order within a partition
   * @param onFatal called when a record cannot be read or applied; the tail has then stopped
   */
  ControlTail(
      Map<String, Object> clientSettings,
      Admin admin,
      String topic,
      int partitionCount,
      Consumer<ConsumerRecord<byte[], byte[]>> apply,
      Consumer<RuntimeException> onFatal) {
    this.admin = admin;
    this.partitions =
        IntStream.range(0, partitionCount).mapToObj(p -> new TopicPartition(topic, p)).toList();
    this.tail =
        TopicTail.endingOnFailure(
            "tail-" + topic,
            ConsumerRole.tail(clientSettings, IsolationLevel.READ_COMMITTED).open(),
            apply,
            onFatal);
    tail.followFromBeginning(partitions);
  }

  void start() {
    tail.start();
  }

  /**
   * Waits until {@code apply} was called for every record that read_committed consumers could see
   * at the time of this call.
   *
   * @throws StaleControlException when that takes longer than {@code limit}
   */
  void catchUp(Duration limit) {
    catchUp(partitions, IsolationLevel.READ_COMMITTED, limit);
  }

  /**
   * Waits until {@code apply} was called for every record of one partition that read_committed
   * consumers could see at the time of this call.
   *
   * @throws StaleControlException when that takes longer than {@code limit}
   */
  void catchUp(int partition, Duration limit) {
    catchUp(List.of(partitions.get(partition)), IsolationLevel.READ_COMMITTED, limit);
  }

  /**
   * Waits until the tail has read one partition up to the high watermark at the time of this call.
   * This includes committed records that are not visible yet at that time.
   *
   * <p>Only for a caller that has fenced all other writers of the partition and has no transaction
   * open, because an open transaction would keep this call waiting.
   *
   * <p>Without this wait a slice could be delivered twice. A broker that is killed during a commit
   * may leave the partition without its transaction marker (Kafka 4.3.1 treats a partition whose
   * leader is fenced as deleted). The progress record of the slice is then committed but not
   * visible yet. A caller that did not wait would continue from the older progress record, and
   * deliver the slice again.
   *
   * @throws StaleControlException when that takes longer than {@code limit}, for example because a
   *     transaction hangs
   */
  void catchUpWhole(int partition, Duration limit) {
    catchUp(List.of(partitions.get(partition)), IsolationLevel.READ_UNCOMMITTED, limit);
  }

  private void catchUp(List<TopicPartition> wanted, IsolationLevel isolation, Duration limit) {
    var deadline = Deadline.after(limit);
    try {
      tail.catchUp(PartitionEnds.of(admin, wanted, isolation, ANSWER_LIMIT), deadline);
    } catch (TailBehindException e) {
      boolean mayHang = isolation == IsolationLevel.READ_UNCOMMITTED;
      throw new StaleControlException(String.valueOf(e.getMessage()) + (mayHang ? MAY_HANG : ""));
    } catch (KafkaException e) {
      throw new StaleControlException(
          "the end of " + wanted.get(0).topic() + " could not be read: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    tail.close();
  }
}
