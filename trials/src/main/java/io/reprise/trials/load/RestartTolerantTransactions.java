package io.reprise.trials.load;

import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Runs transactions. If the outcome of a commit is unknown because the broker restarts, repeats the
 * commit, so that the caller knows which records were committed. Confined to one thread; the caller
 * closes it.
 */
public final class RestartTolerantTransactions implements AutoCloseable {
  private static final Duration COMMIT_LIMIT = Duration.ofMinutes(2);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Opens a producer with a transactional id. This fences earlier producers with the same id.
   *
   * @param writer the transactional id
   */
  public RestartTolerantTransactions(String bootstrapServers, String writer) {
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                writer,
                "linger.ms",
                "5",
                "max.block.ms",
                "60000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  public void begin() {
    producer.beginTransaction();
  }

  /** Sends a record. The offset of the record is final once the transaction is committed. */
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> event) {
    return producer.send(event);
  }

  public void abort() {
    producer.abortTransaction();
  }

  /** Commits the transaction. After a timeout the commit is repeated until its outcome is known. */
  public void commit() {
    var deadline = Deadline.after(COMMIT_LIMIT);
    while (true) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (deadline.isPassed()) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
