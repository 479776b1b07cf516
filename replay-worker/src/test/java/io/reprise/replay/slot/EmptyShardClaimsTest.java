package io.reprise.replay.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.deliver.EmptyShard;
import io.reprise.replay.fencing.EmptyClaim;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.journal.UncheckedPartitions;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import io.reprise.replay.target.DiscardTarget;
import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.PartitionRange;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Which shards are claimed and ended in one transaction, because no record of them is wanted. */
class EmptyShardClaimsTest {
  private static final int SLOT = 3;
  private static final SlotOwnership OWNERSHIP = new SlotOwnership(SLOT, 1);
  private static final Plan PLAN =
      Samples.of(new Filter(List.of("ada"), null, null), Samples.plan(4, Throttle.NONE));

  private final Map<ShardKey, ShardProgress> progress = new HashMap<>();
  private final Set<Integer> partitionsWithTheKey = new TreeSet<>();
  private final List<List<PartitionRange>> questions = new ArrayList<>();
  private final List<List<EmptyClaim>> committed = new ArrayList<>();
  private final Set<ShardKey> asked = new HashSet<>();
  private ReplayTable table =
      ReplayTable.EMPTY
          .after(Samples.ID, new ReplayEvent.Created(PLAN), Samples.NOON)
          .after(Samples.ID, new ReplayEvent.Started(), Samples.NOON);
  private UncheckedPartitions unchecked = UncheckedPartitions.NONE;
  private String topicId = PLAN.topicId();
  private boolean owned = true;
  private boolean indexesAnswer = true;

  private final EmptyShardClaims claims =
      new EmptyShardClaims(
          "w1",
          new Slots(),
          fake(ReplayCopy.class, (name, argument) -> name.equals("table") ? table : null),
          fake(ProgressCopy.class, this::progress),
          new Deliveries(
              new IndexedLog(),
              topic -> CompletableFuture.completedStage(topicId),
              name -> new DiscardTarget(name, Duration.ZERO),
              fake(ReplayCopy.class, (name, argument) -> null),
              Clock.systemUTC(),
              Ticker.SYSTEM),
          Clock.fixed(Samples.NOON, ZoneOffset.UTC));

  @Test
  void claimsAndEndsAllEmptyShardsInOneTransaction() {
    partitionsWithTheKey.add(2);

    var last = claims.claim(OWNERSHIP, task(), find(), transactions());

    assertThat(committed).hasSize(1);
    assertThat(committed.get(0))
        .extracting(c -> c.claimed().shard().index())
        .containsExactly(0, 1, 3);
    for (var claim : committed.get(0)) {
      assertThat(claim.claimed().state()).isEqualTo(ShardState.CLAIMED);
      assertThat(claim.claimed().leaseEpoch()).isEqualTo(1);
      assertThat(claim.done().state()).isEqualTo(ShardState.DONE);
      assertThat(claim.done().leaseEpoch()).isEqualTo(1);
      assertThat(claim.done().counts().filtered()).isEqualTo(100);
    }
    assertThat(last).contains(committed.get(0).get(2).done());
  }

  @Test
  void asksAboutEachShardOnce() {
    partitionsWithTheKey.addAll(List.of(0, 1, 2, 3));

    assertThat(find()).isEmpty();
    assertThat(find()).isEmpty();

    assertThat(questions).hasSize(1);
    assertThat(questions.get(0)).hasSize(4);
  }

  @Test
  void asksAboutNoMoreShardsThanOneTransactionMayClaim() {
    var large =
        Samples.of(new Filter(List.of("ada"), null, null), Samples.plan(300, Throttle.NONE));
    table =
        ReplayTable.EMPTY
            .after(Samples.ID, new ReplayEvent.Created(large), Samples.NOON)
            .after(Samples.ID, new ReplayEvent.Started(), Samples.NOON);

    assertThat(find()).hasSize(256);
    assertThat(find()).hasSize(44);
  }

  @Test
  void asksNothingWithoutAFilterByKey() {
    table =
        ReplayTable.EMPTY
            .after(
                Samples.ID, new ReplayEvent.Created(Samples.plan(4, Throttle.NONE)), Samples.NOON)
            .after(Samples.ID, new ReplayEvent.Started(), Samples.NOON);

    assertThat(find()).isEmpty();
    assertThat(questions).isEmpty();
  }

  @Test
  void leavesClaimedShardsToTheirDelivery() {
    record(Samples.progress(1, ShardState.STOPPED, 0));

    assertThat(find()).extracting(e -> e.shard().index()).containsExactly(0, 2, 3);
  }

  @Test
  void leavesOutAShardThatWasClaimedSinceTheIndexesWereAsked() {
    var found = find();
    record(Samples.progress(1, ShardState.CLAIMED, 0));

    claims.claim(OWNERSHIP, task(), found, transactions());

    assertThat(committed.get(0))
        .extracting(c -> c.claimed().shard().index())
        .containsExactly(0, 2, 3);
  }

  @Test
  void leavesOutAShardOfWhichATransactionMayHang() {
    var partition = new TopicPartition("copies", 0);
    unchecked = new UncheckedPartitions(Map.of(partition, Set.of(key(2))), Set.of());

    claims.claim(OWNERSHIP, task(), find(), transactions());

    assertThat(committed.get(0))
        .extracting(c -> c.claimed().shard().index())
        .containsExactly(0, 1, 3);
  }

  @Test
  void claimsNothingOnceTheReplayWasAskedToPause() {
    var found = find();
    var task = task();
    table = table.after(Samples.ID, new ReplayEvent.PauseRequested(), Samples.NOON);

    assertThat(claims.claim(OWNERSHIP, task, found, transactions())).isEmpty();
    assertThat(committed).isEmpty();
  }

  @Test
  void claimsNothingIfTheSourceTopicWasCreatedAgain() {
    var found = find();
    topicId = "another";

    assertThat(claims.claim(OWNERSHIP, task(), found, transactions())).isEmpty();
    assertThat(committed).isEmpty();
  }

  @Test
  void claimsNothingAfterTheSlotWasLost() {
    var found = find();
    owned = false;

    assertThatThrownBy(() -> claims.claim(OWNERSHIP, task(), found, transactions()))
        .isInstanceOf(SlotLostException.class);
    assertThat(committed).isEmpty();
  }

  @Test
  void leavesShardsToTheirDeliveryIfTheIndexesCannotBeRead() {
    indexesAnswer = false;

    assertThat(find()).isEmpty();
    indexesAnswer = true;
    assertThat(find()).as("asked once").isEmpty();
  }

  private List<EmptyShard> find() {
    return claims.find(SLOT, task(), asked);
  }

  private ShardTask task() {
    var replay = table.replay(Samples.ID);
    return new ShardTask(replay, replay.plan().shards().get(0), null, ShardTask.Kind.BEGIN);
  }

  private static ShardKey key(int index) {
    return new ShardKey(Samples.ID, index);
  }

  private void record(ShardProgress record) {
    progress.put(record.shard(), record);
  }

  private Object progress(String method, Object argument) {
    return switch (method) {
      case "of" -> progress.get((ShardKey) argument);
      case "doubt" -> Optional.empty();
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private SlotTransactions transactions() {
    return fake(
        SlotTransactions.class,
        (name, argument) ->
            switch (name) {
              case "unchecked" -> unchecked;
              case "claimEmpty" -> {
                @SuppressWarnings("unchecked")
                var batch = (List<EmptyClaim>) argument;
                committed.add(batch);
                yield null;
              }
              default -> throw new UnsupportedOperationException(name);
            });
  }

  /** Answers a call by the name of its method and its first argument. */
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

  private final class Slots implements OwnedSlots {
    @Override
    public boolean isOwned(SlotOwnership ownership) {
      return owned;
    }

    @Override
    public List<ShardKey> shardsIn(int slot) {
      int shards = table.replay(Samples.ID).plan().shards().size();
      return IntStream.range(0, shards).mapToObj(EmptyShardClaimsTest::key).toList();
    }

    @Override
    public void whileOwned(SlotOwnership ownership, Consumer<ConsumerGroupMetadata> claim) {
      if (!owned) {
        throw new SlotLostException(ownership);
      }
      claim.accept(new ConsumerGroupMetadata("slots"));
    }
  }

  /** A log whose indexes know which partitions have the key; all other offsets have records. */
  private final class IndexedLog implements EventLog {
    @Override
    public Map<PartitionRange, LogBatch> findEmpty(
        String topic,
        String id,
        List<PartitionRange> ranges,
        KeySelection keys,
        Deadline deadline) {
      assertThat(id).isEqualTo(PLAN.topicId());
      questions.add(ranges);
      if (!indexesAnswer) {
        throw new TimeoutException("no answer");
      }
      var found = new HashMap<PartitionRange, LogBatch>();
      for (var range : ranges) {
        if (!partitionsWithTheKey.contains(range.partition())) {
          found.put(range, new LogBatch(range.range(), List.of(), List.of(range.range())));
        }
      }
      return found;
    }

    @Override
    public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public LogReader read(String topic, byte[] key, OffsetRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
