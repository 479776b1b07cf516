package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.Hole;
import io.reprise.replay.checkpoint.HoleReason;
import io.reprise.replay.checkpoint.RecordChecksum;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.store.OffsetRange;
import io.reprise.store.digest.OffsetDigest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SliceTallyTest {
  private static final ShardProgress FIRST =
      ShardProgress.first(
          new ShardKey(Samples.ID, 0),
          0,
          new ShardPlan(0, 0, new OffsetRange(100, 200), 0, 1),
          1,
          "w1",
          Samples.NOON);

  @Test
  void accountsForEveryOffsetItPassed() {
    var tally = new SliceTally(FIRST, HoleReason.TRANSACTION);

    tally.trimmedUpTo(105);
    tally.delivered(record(105), 30);
    tally.filtered(106);
    tally.elsewhere(107);
    tally.skipped(108);
    tally.invisibleUpTo(111);
    tally.invisibleUpTo(111);
    var reached = tally.on(FIRST, Samples.NOON);

    assertThat(tally.next()).isEqualTo(111);
    assertThat(reached.nextOffset()).isEqualTo(111);
    assertThat(reached.counts().accounted()).isEqualTo(11);
    assertThat(reached.counts().delivered()).isEqualTo(1);
    assertThat(reached.counts().filtered()).isEqualTo(1);
    assertThat(reached.counts().elsewhere()).isEqualTo(1);
    assertThat(reached.counts().skipped()).isEqualTo(1);
    assertThat(reached.counts().holes()).isEqualTo(7);
    assertThat(reached.counts().bytes()).isEqualTo(30);
    assertThat(reached.holes().listed())
        .containsExactly(
            new Hole(new OffsetRange(100, 105), HoleReason.TRIMMED),
            new Hole(new OffsetRange(109, 111), HoleReason.TRANSACTION));
  }

  @Test
  void countsRunsThatWerePassedOver() {
    var tally = new SliceTally(FIRST, HoleReason.TRANSACTION);

    tally.filtered(new OffsetRange(100, 110));
    tally.invisibleUpTo(112);
    tally.elsewhere(new OffsetRange(112, 130));
    var reached = tally.on(FIRST, Samples.NOON);

    assertThat(reached.nextOffset()).isEqualTo(130);
    assertThat(reached.counts().filtered()).isEqualTo(10);
    assertThat(reached.counts().elsewhere()).isEqualTo(18);
    assertThat(reached.counts().holes()).isEqualTo(2);
    assertThat(reached.counts().accounted()).isEqualTo(30);
  }

  @Test
  void sumsUpOverSlicesAndOverOwners() {
    var tally = new SliceTally(FIRST, HoleReason.TRANSACTION);
    tally.delivered(record(100), 10);
    var first = tally.on(FIRST, Samples.NOON);
    tally.delivered(record(101), 10);
    var second = tally.on(first, Samples.NOON);
    var successor = new SliceTally(second.claimedBy("w2", 1, Samples.NOON), HoleReason.TRANSACTION);
    successor.delivered(record(102), 10);

    var third = successor.on(second.claimedBy("w2", 1, Samples.NOON), Samples.NOON);

    assertThat(third.counts().delivered()).isEqualTo(3);
    assertThat(third.counts().bytes()).isEqualTo(30);
    assertThat(third.nextOffset()).isEqualTo(103);
    assertThat(third.leaseEpoch()).isEqualTo(2);
  }

  @Test
  void countsParkedRecordsApartFromSkippedOnes() {
    var tally = new SliceTally(FIRST, HoleReason.TRANSACTION);
    tally.parked(100);
    tally.pending(record(101), 10);
    tally.pending(record(102), 10);
    tally.settleParking(Set.of(102L));
    var first = tally.on(FIRST, Samples.NOON);
    tally.parked(103);

    var counts = tally.on(first, Samples.NOON).counts();

    assertThat(counts.parked()).isEqualTo(3);
    assertThat(counts.delivered()).isEqualTo(1);
    assertThat(counts.skipped()).isZero();
    assertThat(counts.accounted()).isEqualTo(4);
    assertThat(tally.next()).isEqualTo(104);
  }

  @Test
  void digestsWhatWasDeliveredAndNothingElse() {
    var tally = new SliceTally(FIRST, HoleReason.TRANSACTION);
    tally.filtered(100);
    tally.delivered(record(101), 10);
    tally.skipped(102);
    tally.parked(103);

    var expected = new OffsetDigest(OffsetDigest.State.EMPTY);
    var record = record(101);
    expected.add(101, new RecordChecksum().of(record.key(), record.value(), record.headers()));
    assertThat(tally.on(FIRST, Samples.NOON).digest()).isEqualTo(expected.state());
  }

  @Test
  void pendingRecordsCountAsDeliveredUnlessTheTargetRefusesThem() {
    var pending = new SliceTally(FIRST, HoleReason.TRANSACTION);
    pending.pending(record(100), 10);
    pending.filtered(101);
    pending.pending(record(102), 10);
    pending.pending(record(103), 10);
    pending.settle(Set.of(102L));
    pending.settle(Set.of());

    var delivered = new SliceTally(FIRST, HoleReason.TRANSACTION);
    delivered.delivered(record(100), 10);
    delivered.filtered(101);
    delivered.skipped(102);
    delivered.delivered(record(103), 10);
    assertThat(pending.next()).isEqualTo(104);
    assertThat(pending.on(FIRST, Samples.NOON)).isEqualTo(delivered.on(FIRST, Samples.NOON));
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    var value = ("event " + offset).getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>("orders", 0, offset, new byte[] {1}, value);
  }
}
