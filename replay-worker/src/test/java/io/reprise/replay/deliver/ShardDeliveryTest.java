package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.DiscardTarget;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The steps of one slice, in their order. */
class ShardDeliveryTest {
  private static final Plan PLAN = Samples.plan(1, Throttle.NONE);
  private static final ReplayTable RUNNING =
      ReplayTable.EMPTY
          .after(Samples.ID, new ReplayEvent.Created(PLAN), Samples.NOON)
          .after(Samples.ID, new ReplayEvent.Started(), Samples.NOON);

  private final List<String> steps = new ArrayList<>();
  private final List<ShardProgress> committed = new ArrayList<>();
  private final List<Long> observed = new ArrayList<>();

  @Test
  void reportsThatASliceIsDeliveredBeforeItWaitsForItsCommit() {
    try (var delivery = delivery()) {
      assertThat(delivery.next(Duration.ZERO)).isInstanceOf(ShardDelivery.Next.Slice.class);

      var end = delivery.deliverSlice(() -> steps.add("delivered"));

      assertThat(end).contains(ShardDelivery.End.DONE);
      assertThat(steps).containsExactly("begin", "delivered", "commit");
      assertThat(committed.get(0).state()).isEqualTo(ShardState.DONE);
      assertThat(committed.get(0).counts().delivered()).isEqualTo(100);
      assertThat(observed).containsExactly(100L);
    }
  }

  @Test
  void aSliceEndsWhenItsTargetIsFull() {
    var writer = new FullWriter(30);
    var target = fake(ReplayTarget.class, (method, argument) -> writer);
    try (var delivery = delivery(target)) {
      for (int slice = 0; slice < 4; slice++) {
        assertThat(delivery.next(Duration.ZERO)).isInstanceOf(ShardDelivery.Next.Slice.class);
        var end = delivery.deliverSlice(() -> {});
        assertThat(end.isPresent()).isEqualTo(slice == 3);
      }
    }

    assertThat(committed)
        .extracting(progress -> progress.counts().delivered())
        .containsExactly(30L, 60L, 90L, 100L);
  }

  /** Takes a number of records, then none before it was flushed. */
  private static final class FullWriter implements TargetWriter {
    private final int most;
    private int taken;

    FullWriter(int most) {
      this.most = most;
    }

    @Override
    public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
      assertThat(isFull()).isFalse();
      taken++;
      return DeliveryResult.PENDING;
    }

    @Override
    public boolean isFull() {
      return taken == most;
    }

    @Override
    public void flush() {
      taken = 0;
    }

    @Override
    public void close() {}
  }

  private ShardDelivery delivery() {
    return delivery(new DiscardTarget("copy", Duration.ZERO));
  }

  private ShardDelivery delivery(ReplayTarget target) {
    var replays =
        fake(
            ReplayCopy.class, (method, argument) -> method.equals("age") ? Duration.ZERO : RUNNING);
    var deliveries =
        new Deliveries(
                new OneBatch(),
                topic -> CompletableFuture.completedStage(PLAN.topicId()),
                name -> target,
                replays,
                Clock.systemUTC(),
                Ticker.SYSTEM)
            .observedBy((before, after, commit) -> observed.add(after.delivered()));
    var shard = PLAN.shards().get(0);
    var claimed = ShardProgress.first(new ShardKey(Samples.ID, 0), 0, shard, 1, "w1", Samples.NOON);
    return deliveries.open(
        RUNNING.replay(Samples.ID),
        shard,
        claimed,
        WritablePartitions.NONE,
        fake(SlotTransactions.class, this::transaction),
        () -> true,
        () -> true);
  }

  private Object transaction(String method, Object argument) {
    steps.add(method);
    if (argument instanceof ShardProgress progress) {
      committed.add(progress);
    }
    return null;
  }

  private interface Answers {
    Object to(String method, Object argument);
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                answers.to(method.getName(), arguments == null ? null : arguments[0])));
  }

  /** A log that returns all offsets of a range as records, in one batch. */
  private static final class OneBatch implements EventLog {
    @Override
    public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
      var records =
          LongStream.range(range.from(), range.to())
              .mapToObj(
                  offset ->
                      new ConsumerRecord<>(
                          topic, partition, offset, new byte[] {1}, new byte[] {2}))
              .toList();
      return fake(
          LogReader.class,
          (method, argument) -> method.equals("read") ? new LogBatch(range, records) : null);
    }

    @Override
    public LogReader read(String topic, byte[] key, OffsetRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
