package io.reprise.embedded.contract;

import static io.reprise.embedded.contract.Clients.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/**
 * A range ends when the position reaches its end: markers and aborted records have offsets but are
 * never returned.
 */
public interface CommittedReadContract extends OnBroker {

  @Test
  default void positionPassesTheCommitMarkerAtTheEndOfTheRange() {
    var partition = clients().topic();
    try (var producer = clients().transactional("t-" + Uuid.randomUuid());
        var reader = clients().reader(partition, 0)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(partition, "0"));
      producer.send(record(partition, "1"));
      producer.commitTransaction();

      var read = Polling.untilPosition(reader, partition, 3);

      assertThat(read).extracting(r -> r.offset()).containsExactly(0L, 1L);
      assertThat(reader.position(partition)).isEqualTo(3);
    }
  }

  @Test
  default void positionPassesRecordsThatWereAbortedWithoutReturningAny() {
    var partition = clients().topic();
    try (var producer = clients().transactional("t-" + Uuid.randomUuid());
        var reader = clients().reader(partition, 0)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(partition, "0"));
      producer.send(record(partition, "1"));
      producer.flush();
      producer.abortTransaction();

      var read = Polling.untilPosition(reader, partition, 3);

      assertThat(read).isEmpty();
      assertThat(reader.position(partition)).isEqualTo(3);
    }
  }

  @Test
  default void endOffsetsAreTheLastStableOffsetBelowAnOpenTransaction()
      throws ExecutionException, InterruptedException {
    var partition = clients().topic();
    clients().append(partition, "0", "1");
    try (var producer = clients().transactional("t-" + Uuid.randomUuid());
        var admin = clients().admin();
        var committed = clients().reader(partition, 0);
        var uncommitted = clients().consumer(Map.of("isolation.level", "read_uncommitted"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(partition, "2"));
      producer.flush();
      clients().append(partition, "3");

      var listed =
          admin
              .listOffsets(
                  Map.of(partition, OffsetSpec.latest()),
                  new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .partitionResult(partition)
              .get();
      assertThat(committed.endOffsets(List.of(partition))).containsEntry(partition, 2L);
      assertThat(listed.offset()).isEqualTo(2);
      assertThat(uncommitted.endOffsets(List.of(partition))).containsEntry(partition, 4L);

      producer.commitTransaction();
      Polling.until(committed, () -> committed.endOffsets(List.of(partition)).get(partition) == 5);
    }
  }

  @Test
  default void nothingBeyondAnOpenTransactionIsReadUntilItEnds() {
    var partition = clients().topic();
    try (var producer = clients().transactional("t-" + Uuid.randomUuid());
        var reader = clients().reader(partition, 0)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(partition, "first"));
      producer.flush();
      clients().append(partition, "second");
      reader.poll(Duration.ofMillis(500));
      assertThat(reader.position(partition)).isZero();

      producer.commitTransaction();

      assertThat(Polling.untilPosition(reader, partition, 3))
          .extracting(r -> r.value())
          .containsExactly("first", "second");
    }
  }
}
