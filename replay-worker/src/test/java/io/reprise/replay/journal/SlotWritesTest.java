package io.reprise.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.target.WritablePartitions;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class SlotWritesTest {
  private static final int SLOT = 0;
  private static final TopicPartition COPIES = new TopicPartition("copies", 1);
  private static final ShardKey REMOVED = new ShardKey("expired", 4);
  private static final ShardProgress CLAIMED = Samples.progress(0, ShardState.CLAIMED, 10);
  private static final ShardProgress STOPPED = Samples.progress(0, ShardState.STOPPED, 10);
  private static final UncheckedPartitions UNCHECKED =
      new UncheckedPartitions(Map.of(COPIES, Set.of(CLAIMED.shard())), Set.of(7L));

  private final SlotWrites writes = new SlotWrites();

  @Test
  void aRemovalThatNamesUncheckedPartitionsKeepsThem() {
    read(STOPPED, UncheckedPartitionsHeader.header(UNCHECKED));
    remove(
        WrittenPartitionsHeader.besideUnchecked(Set.of()),
        UncheckedPartitionsHeader.header(UNCHECKED));

    assertThat(writes.unchecked(SLOT)).isEqualTo(UNCHECKED);
    assertThat(writes.of(SLOT)).isEqualTo(new NamedPartitions(UNCHECKED, Set.of()));
  }

  @Test
  void aRemovalThatNamesNoneSaysThatAllAreChecked() {
    read(
        STOPPED,
        WrittenPartitionsHeader.besideUnchecked(Set.of(COPIES)),
        UncheckedPartitionsHeader.header(UNCHECKED));
    remove(WrittenPartitionsHeader.header(Set.of()));

    assertThat(writes.unchecked(SLOT)).isEqualTo(UncheckedPartitions.NONE);
    assertThat(writes.of(SLOT)).isEqualTo(NamedPartitions.NONE);
  }

  @Test
  void aRemovalLeavesWhatOtherClaimsName() {
    read(
        CLAIMED,
        WrittenPartitionsHeader.header(Set.of()),
        WritablePartitionsHeader.header(WritablePartitions.one("copies", 1)));
    remove(WrittenPartitionsHeader.header(Set.of()));

    assertThat(writes.of(SLOT).partitions().shards())
        .isEqualTo(Map.of(COPIES, Set.of(CLAIMED.shard())));
    assertThat(writes.of(SLOT).isComplete()).isTrue();
  }

  private void read(ShardProgress progress, Header... headers) {
    writes.read(record(headers), progress.shard(), progress);
  }

  private void remove(Header... headers) {
    writes.read(record(headers), REMOVED, null);
  }

  private static ConsumerRecord<byte[], byte[]> record(Header... headers) {
    var record = new ConsumerRecord<byte[], byte[]>("reprise.progress", SLOT, 0, null, null);
    for (var header : headers) {
      record.headers().add(header);
    }
    return record;
  }
}
