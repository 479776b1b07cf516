package io.reprise.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Trimming moves the start of the log. A reader below the start gets an error and is not moved. */
public interface LogStartContract extends OnBroker {

  @Test
  default void deleteRecordsMovesTheStartOfTheLog()
      throws ExecutionException, InterruptedException {
    var partition = clients().topic();
    clients().append(partition, "0", "1", "2", "3");

    assertThat(trim(partition, 3)).isEqualTo(3);

    try (var reader = clients().reader(partition, 3)) {
      assertThat(reader.beginningOffsets(List.of(partition))).containsEntry(partition, 3L);
      assertThat(reader.endOffsets(List.of(partition))).containsEntry(partition, 4L);
      assertThat(Polling.untilPosition(reader, partition, 4))
          .extracting(r -> r.value())
          .containsExactly("3");
    }
  }

  @Test
  default void readingBelowTheStartWithoutAResetIsRefusedWithTheOffset()
      throws ExecutionException, InterruptedException {
    var partition = clients().topic();
    clients().append(partition, "0", "1", "2", "3");
    trim(partition, 3);

    try (var reader = clients().reader(partition, 1)) {
      assertThatThrownBy(() -> Polling.untilPosition(reader, partition, 4))
          .isInstanceOfSatisfying(
              OffsetOutOfRangeException.class,
              e -> assertThat(e.offsetOutOfRangePartitions()).containsEntry(partition, 1L));
      assertThat(reader.position(partition)).isEqualTo(1);
    }
  }

  @Test
  default void readingBeyondTheEndWithoutAResetIsRefusedToo() {
    var partition = clients().topic();
    clients().append(partition, "0");

    try (var reader = clients().reader(partition, 7)) {
      assertThatThrownBy(() -> Polling.untilPosition(reader, partition, 8))
          .isInstanceOf(OffsetOutOfRangeException.class);
    }
  }

  private long trim(TopicPartition partition, long before)
      throws ExecutionException, InterruptedException {
    try (var admin = clients().admin()) {
      return admin
          .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
          .lowWatermarks()
          .get(partition)
          .get()
          .lowWatermark();
    }
  }
}
