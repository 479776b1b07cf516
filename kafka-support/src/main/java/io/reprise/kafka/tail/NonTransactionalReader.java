package io.reprise.kafka.tail;

import io.reprise.kafka.client.BrokerRequest;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads the records of a partition that were written outside transactions, up to the high
 * watermark. Such a record is stored for good, because no abort can remove it.
 *
 * <p>Kafka's consumers cannot read exactly these records. A {@code read_committed} consumer stops
 * at the first open transaction, even if records outside transactions follow. A {@code
 * read_uncommitted} consumer also returns records of transactions that may be aborted later, and
 * does not mark them. A fetch response of the broker tells for each batch whether the batch is part
 * of a transaction, so this class sends fetch requests itself.
 *
 * <p>Uses internal classes of Kafka, as {@link BrokerRequest} does. Each fetch opens a connection
 * of its own, so this class suits short ranges. Thread-safe.
 */
public final class NonTransactionalReader {
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final int FETCH_BYTES = 8 << 20;
  private static final int FETCH_WAIT_MILLIS = 500;

  private final Admin admin;
  private final BrokerRequest requests;

  /**
   * Creates a reader without sending a request.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   */
  public NonTransactionalReader(Admin admin, Map<String, Object> clientSettings) {
    this.admin = admin;
    this.requests = new BrokerRequest(clientSettings);
  }

  /**
   * Reads the offsets {@code [from, to)} and passes each record that was written outside
   * transactions to {@code each}, in offset order.
   *
   * @param to exclusive end, not above the high watermark
   * @param longestGap how long the partition's leader may return no records before this method
   *     gives up
   * @throws TimeoutException if the leader returns no records for that time; a retry is safe
   * @throws org.apache.kafka.common.KafkaException if the leader does not answer or refuses the
   *     request; a retry is safe
   */
  public void read(
      TopicPartition partition,
      long from,
      long to,
      Duration longestGap,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var deadline = Deadline.after(longestGap);
    long position = from;
    while (position < to) {
      long next = readFrom(partition, position, to, each);
      if (next > position) {
        position = next;
        deadline = Deadline.after(longestGap);
      } else if (deadline.isPassed()) {
        throw new TimeoutException(
            "%s was read to offset %d of %d only: its leader returned no records for %d ms"
                .formatted(partition, position, to, longestGap.toMillis()));
      }
    }
  }

  /**
   * Sends one fetch request from the offset {@code from} on, and passes its records to {@code
   * each}. Returns the next offset to read.
   */
  private long readFrom(
      TopicPartition partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    long next = from;
    for (var batch : FetchResponse.recordsOrFail(fetch(partition, from)).batches()) {
      if (!batch.isTransactional() && !batch.isControlBatch()) {
        for (var record : batch) {
          if (record.offset() >= from && record.offset() < to) {
            each.accept(converted(partition, batch, record));
          }
        }
      }
      next = batch.nextOffset();
    }
    return next;
  }

  private FetchResponseData.PartitionData fetch(TopicPartition partition, long from) {
    var topic = describe(partition.topic());
    var leader = topic.partitions().get(partition.partition()).leader();
    if (leader == null || leader.isEmpty()) {
      throw new LeaderNotAvailableException(partition + " has no leader now");
    }
    var range =
        new FetchRequest.PartitionData(
            topic.topicId(),
            from,
            FetchRequest.INVALID_LOG_START_OFFSET,
            FETCH_BYTES,
            Optional.empty());
    var request =
        FetchRequest.Builder.forConsumer(
                ApiKeys.FETCH.latestVersion(), FETCH_WAIT_MILLIS, 1, Map.of(partition, range))
            .isolationLevel(IsolationLevel.READ_UNCOMMITTED)
            .setMaxBytes(FETCH_BYTES);
    var response = (FetchResponse) requests.send(leader, request);
    response.error().maybeThrow();
    var data = response.data().responses().get(0).partitions().get(0);
    Errors.forCode(data.errorCode()).maybeThrow();
    return data;
  }

  private TopicDescription describe(String topic) {
    var options = new DescribeTopicsOptions().timeoutMs((int) ASK.toMillis());
    var described = admin.describeTopics(List.of(topic), options).topicNameValues().values();
    return KafkaAnswer.of(described.iterator().next(), ASK);
  }

  private static ConsumerRecord<byte[], byte[]> converted(
      TopicPartition partition, RecordBatch batch, Record record) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        record.offset(),
        record.timestamp(),
        batch.timestampType(),
        record.keySize(),
        record.valueSize(),
        Utils.toNullableArray(record.key()),
        Utils.toNullableArray(record.value()),
        new RecordHeaders(record.headers()),
        Optional.of(batch.partitionLeaderEpoch()));
  }
}
