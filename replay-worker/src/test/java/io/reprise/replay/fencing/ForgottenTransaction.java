package io.reprise.replay.fencing;

import io.reprise.kafka.client.BrokerRequest;
import io.reprise.kafka.client.CreatedTopic;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import io.reprise.replay.journal.WrittenPartitionsHeader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records in a transaction that the coordinator does not know of: nobody will ever end it,
 * as if a broker had left its markers out. Only on a broker with {@link #UNVERIFIED}.
 */
public final class ForgottenTransaction {
  /** Lets records of a transaction in that was not announced. */
  public static final Map<String, String> UNVERIFIED =
      Map.of("transaction.partition.verification.enable", "false");

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Map<String, Object> client;
  private final Admin admin;
  private final String transactionalId;
  private final long producerId;
  private final short epoch;

  /** Becomes the writer under an id, as a worker that takes over does. */
  public ForgottenTransaction(Map<String, Object> client, Admin admin, String transactionalId) {
    this.client = client;
    this.admin = admin;
    this.transactionalId = transactionalId;
    var settings = new java.util.HashMap<>(client);
    settings.put("transactional.id", transactionalId);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
    }
    var writer =
        KafkaAnswer.of(
            admin.describeTransactions(List.of(transactionalId)).description(transactionalId));
    this.producerId = writer.producerId();
    this.epoch = (short) writer.producerEpoch();
  }

  /**
   * Writes the record, the first of this transaction in its partition. A broker that does not lead
   * a new partition yet refuses the record and stores nothing, so the record is then sent again.
   */
  public void write(ProducerRecord<byte[], byte[]> record) {
    var deadline = Deadline.after(LIMIT);
    while (!writeOnce(record)) {
      if (deadline.isPassed()) {
        throw new NotLeaderOrFollowerException(
            "no broker leads %s-%d".formatted(record.topic(), record.partition()));
      }
    }
  }

  /**
   * Returns whether the leader stored the record; false if the broker did not lead the partition.
   */
  private boolean writeOnce(ProducerRecord<byte[], byte[]> record) {
    var described = CreatedTopic.describe(admin, record.topic(), LIMIT);
    var leader = described.partitions().get(record.partition()).leader();
    var answer = (ProduceResponse) new BrokerRequest(client).send(leader, request(record));
    var error =
        Errors.forCode(
            answer.data().responses().iterator().next().partitionResponses().get(0).errorCode());
    if (error == Errors.NOT_LEADER_OR_FOLLOWER) {
      return false;
    }
    error.maybeThrow();
    return true;
  }

  private ProduceRequest.Builder request(ProducerRecord<byte[], byte[]> record) {
    var records =
        MemoryRecords.withTransactionalRecords(
            Compression.NONE,
            producerId,
            epoch,
            0,
            new SimpleRecord(
                System.currentTimeMillis(),
                record.key(),
                record.value(),
                record.headers().toArray()));
    var topics = new TopicProduceDataCollection();
    topics.add(
        new TopicProduceData()
            .setName(record.topic())
            .setPartitionData(
                List.of(
                    new PartitionProduceData().setIndex(record.partition()).setRecords(records))));
    return ProduceRequest.builder(
        new ProduceRequestData()
            .setTransactionalId(transactionalId)
            .setAcks((short) -1)
            .setTimeoutMs(5_000)
            .setTopicData(topics),
        true);
  }

  /** The header by which a record names where else its transaction wrote. */
  public static Header naming(TopicPartition... partitions) {
    return WrittenPartitionsHeader.header(Arrays.asList(partitions));
  }
}
