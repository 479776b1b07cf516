package io.reprise.replay.fencing;

import io.reprise.kafka.client.ConsumerRole;
import io.reprise.kafka.tail.PartitionScan;
import io.reprise.kafka.time.Deadline;
import io.reprise.replay.journal.StaleControlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads the records of a transaction that has not ended. Thread-safe. */
final class UncommittedRecords {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ConsumerRole role;

  UncommittedRecords(Map<String, Object> clientSettings) {
    this.role = ConsumerRole.scan(clientSettings, IsolationLevel.READ_UNCOMMITTED, LIMIT);
  }

  /**
   * Returns the first record that a transaction has written to its partition.
   *
   * @throws StaleControlException when the record cannot be read in time or no longer exists; a
   *     retry is safe
   */
  ConsumerRecord<byte[], byte[]> first(OpenTransaction open) {
    return read(open, open.from() + 1).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new StaleControlException(
                    "the first record of a hanging transaction is gone: " + open));
  }

  /**
   * Returns all records from the first one of a transaction to the end of the partition.
   *
   * @throws StaleControlException when they cannot be read in time; a retry is safe
   */
  List<ConsumerRecord<byte[], byte[]>> all(OpenTransaction open) {
    return read(open, Long.MAX_VALUE);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(OpenTransaction open, long most) {
    var deadline = Deadline.after(LIMIT);
    var partition = open.partition();
    try (var consumer = role.open()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, open.from());
      var ends = consumer.endOffsets(List.of(partition));
      long to = Math.min(most, Objects.requireNonNull(ends.get(partition)));
      var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      PartitionScan.read(consumer, Map.of(partition, to), deadline, b -> b.forEach(read::add));
      return read;
    } catch (TimeoutException e) {
      throw new StaleControlException(
          "the records of a hanging transaction were not read in time: " + open);
    }
  }
}
