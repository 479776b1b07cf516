package io.reprise.replay.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every target must do that does not write in the slot's transaction. A test of a target
 * extends this class; a target that is not part of Reprise finds it in the jar of tests of this
 * module. Each test gets a target that holds nothing.
 */
public abstract class ReplayTargetContract {
  private static final String REPLAY = "0b5dd8b6-58ab-4f6d-8a3c-6f3f3a6c2f11";
  private static final String TOPIC = "source";

  /** The source partition and offset of a record that a target holds. */
  public record Held(int partition, long offset) {}

  /** Opens the target. The test closes it. */
  protected abstract ReplayTarget open() throws Exception;

  /**
   * Returns the records that the target holds, in the order in which it got them; a record that it
   * got twice, twice. May close and open files or connections.
   */
  protected abstract List<Held> held() throws Exception;

  /** Returns a value that the target accepts. */
  protected byte[] value(long offset) {
    return ("{\"number\": " + offset + "}").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void saysItsNameAndWhatItPromises() throws Exception {
    try (var target = open()) {
      var facts = target.facts();

      assertThat(facts.name()).isNotBlank();
      assertThat(facts.promise()).isNotBlank();
      assertThat(facts.topic()).as("a topic is written in the slot's transaction").isNull();
      assertThat(target.partitions()).isEmpty();
      assertThat(target.writable(Ordering.PARTITION, 0, 4)).isEqualTo(WritablePartitions.NONE);
    }
  }

  @Test
  void holdsEveryRecordOnceAndInOrder() throws Exception {
    try (var target = open();
        var shard = new Shard(target, 0, 1)) {
      shard.takeLease(0, false);
      shard.deliver(0, 30);
      shard.commit();
      shard.deliver(30, 60);
      shard.commit();
    }

    assertThat(held()).containsExactlyElementsOf(offsets(0, 0, 60));
  }

  @Test
  void holdsASliceBeforeItsProgressIsCommitted() throws Exception {
    try (var target = open();
        var shard = new Shard(target, 0, 1)) {
      shard.takeLease(0, false);
      shard.deliver(0, 5);
      shard.commit();

      assertThat(held()).containsExactlyElementsOf(offsets(0, 0, 5));
    }
  }

  @Test
  void theNextLeaseDeliversWhatACrashedOneDidNotCommit() throws Exception {
    try (var target = open()) {
      try (var crashed = new Shard(target, 0, 1)) {
        crashed.takeLease(0, false);
        crashed.deliver(0, 5);
        crashed.commit();
        crashed.deliver(5, 8);
      }
      try (var next = new Shard(target, 0, 2)) {
        var progress = next.takeLease(5, true);
        if (target.keepsProgress()) {
          assertThat(progress).contains(progress(5));
        } else {
          assertThat(progress).isEmpty();
        }
        next.deliver(5, 10);
        next.commit();
      }

      if (target.keepsProgress()) {
        assertThat(held()).containsExactlyElementsOf(offsets(0, 0, 10));
      } else {
        assertThat(held()).containsAll(offsets(0, 0, 10));
      }
    }
  }

  @Test
  void aTargetThatKeepsProgressCommitsNothingOfAnEarlierLease() throws Exception {
    try (var target = open();
        var former = new Shard(target, 0, 1);
        var owner = new Shard(target, 0, 2)) {
      assumeThat(target.keepsProgress())
          .as("this target does not keep progress, so it cannot refuse an earlier lease")
          .isTrue();
      former.takeLease(0, false);
      former.deliver(0, 3);
      former.commit();
      assertThat(owner.takeLease(0, true)).contains(progress(3));

      former.deliver(3, 5);

      assertThatThrownBy(former::commit)
          .isInstanceOfAny(TargetLeaseLostException.class, TargetUnavailableException.class);
      owner.deliver(3, 6);
      owner.commit();
      assertThat(held()).containsExactlyElementsOf(offsets(0, 0, 6));
    }
  }

  @Test
  void aTargetWithSideEffectsSendsNothingWithoutProofOfTheLease() throws Exception {
    try (var target = open();
        var shard = new Shard(target, 0, 1, false)) {
      assumeThat(target.hasSideEffects())
          .as("this target has no side effects, so it may write without the proof")
          .isTrue();
      shard.takeLease(0, false);

      assertThatThrownBy(
              () -> {
                shard.deliver(0, 3);
                shard.commit();
              })
          .isInstanceOf(UnprovenLeaseException.class);
    }
    assertThat(held()).isEmpty();
  }

  @Test
  void shardsDoNotMixUp() throws Exception {
    try (var target = open();
        var first = new Shard(target, 0, 1);
        var second = new Shard(target, 1, 1)) {
      first.takeLease(0, false);
      second.takeLease(0, false);
      first.deliver(0, 4);
      second.deliver(0, 6);
      second.commit();
      first.commit();
    }

    assertThat(held())
        .filteredOn(r -> r.partition() == 0)
        .containsExactlyElementsOf(offsets(0, 0, 4));
    assertThat(held())
        .filteredOn(r -> r.partition() == 1)
        .containsExactlyElementsOf(offsets(1, 0, 6));
  }

  @Test
  void aRecordWithoutKeyOrValueIsTakenOrRefusedWithAReason() throws Exception {
    try (var target = open();
        var shard = new Shard(target, 0, 1)) {
      shard.takeLease(0, false);
      var results = new ArrayList<DeliveryResult>();
      results.add(shard.writer.deliver(record(0, 0, null, null)));
      results.add(shard.writer.deliver(record(0, 1, null, value(1))));
      results.add(shard.writer.deliver(record(0, 2, "user-2", null)));
      results.add(shard.writer.deliver(record(0, 3, "user-3", value(3))));
      shard.writer.flush();
      var refused = shard.writer.refused();
      shard.writer.commit(() -> progress(4));

      for (int offset = 0; offset < results.size(); offset++) {
        boolean isHeld = held().contains(new Held(0, offset));
        if (results.get(offset) instanceof DeliveryResult.Refused refusal) {
          assertThat(refusal.reason()).isNotBlank();
          assertThat(isHeld).as("refused record %d is held", offset).isFalse();
        } else if (refused.containsKey((long) offset)) {
          assertThat(results.get(offset)).isEqualTo(DeliveryResult.PENDING);
          assertThat(refused.get((long) offset)).isNotBlank();
          assertThat(isHeld).as("refused record %d is held", offset).isFalse();
        } else {
          assertThat(isHeld).as("accepted record %d is held", offset).isTrue();
        }
      }
      assertThat(held()).contains(new Held(0, 3));
    }
  }

  @Test
  void aFullWriterTakesRecordsAgainAfterTheSlice() throws Exception {
    try (var target = open();
        var shard = new Shard(target, 0, 1)) {
      shard.takeLease(0, false);
      long offset = 0;
      while (offset < 2_000 && !shard.writer.isFull()) {
        shard.deliver(offset, ++offset);
      }
      shard.commit();

      assertThat(shard.writer.isFull()).isFalse();
      assertThat(held()).containsExactlyElementsOf(offsets(0, 0, offset));
    }
  }

  private static List<Held> offsets(int partition, long from, long to) {
    return LongStream.range(from, to).mapToObj(offset -> new Held(partition, offset)).toList();
  }

  private static TargetProgress progress(long nextOffset) {
    return new TargetProgress(nextOffset, "{\"next\":" + nextOffset + "}");
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, @Nullable String key, byte @Nullable [] value) {
    var keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        TOPIC,
        partition,
        offset,
        1_700_000_000_000L + offset,
        TimestampType.CREATE_TIME,
        keyBytes == null ? -1 : keyBytes.length,
        value == null ? -1 : value.length,
        keyBytes,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  /** One shard under one lease, which reads the source partition with the shard's number. */
  private final class Shard implements AutoCloseable {
    private final int number;
    private final TargetWriter writer;
    private long reached;

    Shard(ReplayTarget target, int number, long leaseEpoch) {
      this(target, number, leaseEpoch, true);
    }

    Shard(ReplayTarget target, int number, long leaseEpoch, boolean leaseIsProven) {
      this.number = number;
      var delivery =
          new DeliveryContext(
              REPLAY,
              number,
              1,
              leaseEpoch,
              Ordering.PARTITION,
              WritablePartitions.NONE,
              RecordTimestamps.ORIGINAL,
              () -> leaseIsProven);
      this.writer =
          target.open(
              delivery,
              copy -> {
                throw new AssertionError("a record was sent in the slot's transaction: " + copy);
              });
    }

    Optional<TargetProgress> takeLease(long claimed, boolean hasDelivered) {
      return writer.takeLease(progress(claimed), hasDelivered);
    }

    void deliver(long from, long to) {
      for (long offset = from; offset < to; offset++) {
        assertThat(writer.deliver(record(number, offset, "user-" + offset, value(offset))))
            .isIn(DeliveryResult.ACCEPTED, DeliveryResult.PENDING);
      }
      reached = to;
    }

    void commit() {
      writer.flush();
      assertThat(writer.refused()).isEmpty();
      writer.commit(() -> progress(reached));
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
