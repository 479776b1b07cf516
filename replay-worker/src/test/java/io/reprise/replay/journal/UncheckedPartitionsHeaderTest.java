package io.reprise.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.target.WritablePartitions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UncheckedPartitionsHeaderTest {
  private static final TopicPartition LEFT = new TopicPartition("copies-2.v1", 12);
  private static final TopicPartition RIGHT = new TopicPartition("others", 0);
  private static final ShardKey FIRST = new ShardKey("r", 0);
  private static final ShardKey SECOND = new ShardKey("r", 1);
  private static final UncheckedPartitions BOTH =
      new UncheckedPartitions(
          Map.of(LEFT, Set.of(SECOND, FIRST), RIGHT, Set.of(SECOND)), Set.of(7L, 4_000L));

  @Test
  void writesProducerIdsThenPartitionsWithTheirShards() {
    var header = UncheckedPartitionsHeader.header(BOTH);

    assertThat(header.key()).isEqualTo("reprise-unchecked");
    assertThat(new String(header.value(), StandardCharsets.UTF_8))
        .isEqualTo("7,4000 copies-2.v1/12=r/0,r/1 others/0=r/1");
  }

  @Test
  void readsWhatItWrites() {
    var record = record();
    record.headers().add(UncheckedPartitionsHeader.header(BOTH));

    assertThat(UncheckedPartitionsHeader.of(record)).isEqualTo(BOTH);
    assertThat(UncheckedPartitionsHeader.of(record()).isEmpty()).isTrue();
  }

  /** An older version then asks all partitions of all configured targets. */
  @Test
  void olderVersionsFindNoWrittenPartitionsBesideIt() {
    var record = record();
    record.headers().add(WrittenPartitionsHeader.besideUnchecked(List.of(LEFT)));

    assertThat(record.headers().lastHeader("reprise-in")).isNull();
    assertThat(WrittenPartitionsHeader.of(record)).isEqualTo(Optional.of(Set.of(LEFT)));
  }

  @Test
  void aShardNeedsThePartitionsThatItWritesAndThoseOfItsFormerTransaction() {
    var elsewhere = WritablePartitions.one("elsewhere", 0);

    assertThat(BOTH.before(FIRST, elsewhere)).containsExactly(LEFT);
    assertThat(BOTH.before(FIRST, WritablePartitions.one("others", 0)))
        .containsExactlyInAnyOrder(LEFT, RIGHT);
    assertThat(BOTH.before(new ShardKey("other", 0), WritablePartitions.all("others", 2)))
        .containsExactly(RIGHT);
    assertThat(BOTH.before(new ShardKey("other", 0), elsewhere)).isEmpty();
    assertThat(BOTH.without(List.of(LEFT)).before(FIRST, elsewhere)).isEmpty();
    assertThat(BOTH.without(List.of(LEFT, RIGHT))).isEqualTo(UncheckedPartitions.NONE);
  }

  private static ConsumerRecord<byte[], byte[]> record() {
    return new ConsumerRecord<>("reprise.progress", 0, 0, null, null);
  }
}
