package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.fencing.TransactionInDoubtException;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import io.reprise.replay.journal.UncheckedPartitions;
import io.reprise.replay.simulation.Transaction.Holder;
import io.reprise.replay.slot.OwnedSlots;
import io.reprise.replay.slot.SlotLostException;
import io.reprise.replay.slot.SlotOwnership;
import io.reprise.replay.slot.SlotTakeover;
import io.reprise.replay.slot.SlotWork;
import io.reprise.replay.slot.WorkerFaults;
import io.reprise.replay.state.DecidedCommand;
import io.reprise.replay.state.ReplayTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;

/** The ports through which one production slot runner reaches the simulated cluster. */
final class SlotPorts implements SlotTakeover, OwnedSlots {
  private static final long SHOW_LIMIT_MILLIS = 5_000;
  private static final long OLDEST_CONTROL_MILLIS = 2_000;

  private final Worker worker;
  private final World world;
  private final ControlCopy control;
  private final Holder holder;
  private final boolean stops;
  private int inits;
  private ShardProgress lastClaim;
  private ShardKey written;
  private boolean readsAfterClaim;
  private boolean removes;
  private ReplayTable checkedTable = ReplayTable.EMPTY;
  private long checkedAt;

  SlotPorts(Worker worker, SlotOwnership ownership, boolean stops) {
    this.worker = worker;
    this.world = worker.world();
    this.control = worker.control();
    this.stops = stops;
    this.holder = new Holder(worker.name(), ownership.slot(), ownership.number());
  }

  /** The production work on slots, on these ports. */
  SlotWork work() {
    var replays = new Replays();
    var progress = new Progress();
    var deliveries =
        new Deliveries(
            new SourceLog(worker),
            topic -> CompletableFuture.completedStage(idOf(topic)),
            name -> new SimulatedTarget(this),
            replays,
            worker.time(),
            worker.time());
    return new SlotWork(
        worker.name(),
        this,
        this,
        replays,
        progress,
        deliveries,
        worker.holds(),
        new WorkerFaults(replays, progress),
        worker.time(),
        worker.time(),
        Duration.ZERO);
  }

  private String idOf(String topic) {
    return topic.equals("orders") ? Scenario.TOPIC_ID : world.broker().targetId();
  }

  World world() {
    return world;
  }

  Worker worker() {
    return worker;
  }

  /** Blocks the runner until the wait ends, and counts its errors. */
  <T> T await(Consumer<Threads.Wait<T>> begin) {
    try {
      return world.threads().await(begin);
    } catch (KafkaError e) {
      throw noted(e);
    } catch (io.reprise.replay.journal.StaleControlException e) {
      noted(KafkaError.STALE);
      throw e;
    }
  }

  private KafkaError noted(KafkaError e) {
    world.note("%s starts over: %s", holder, e.getMessage());
    world.saw(Sight.of(e));
    return e;
  }

  // Transactions.

  @Override
  public SlotTransactions open(int slot) {
    var producer = init(slot);
    var rest = endHanging(slot, producer);
    if (rest.doubt() != null) {
      throw inDoubt(rest);
    }
    return opened(slot, producer, rest);
  }

  @Override
  public SlotTransactions openInDoubt(int slot) {
    var producer = init(slot);
    var rest = endHanging(slot, producer);
    if (rest.doubt() == null) {
      return opened(slot, producer, rest);
    }
    if (world.obeys(Rule.NOTE_DOUBT_BEFORE_ABORT)) {
      note(slot, rest.doubt());
    }
    this.<Void>await(wait -> producer.abortInDoubt(rest.doubt(), wait::end, wait::fail));
    var after = endHanging(slot, producer);
    if (after.doubt() != null) {
      throw inDoubt(after);
    }
    return opened(slot, producer, after);
  }

  private Producer init(int slot) {
    inits++;
    readsAfterClaim = false;
    return await(
        wait -> Producer.init(worker, transactionalId(slot), holder, wait::end, wait::fail));
  }

  private TakeoverRest endHanging(int slot, Producer producer) {
    return await(
        wait ->
            producer.endHanging(log -> world.broker().isNamed(slot, log), wait::end, wait::fail));
  }

  private TransactionInDoubtException inDoubt(TakeoverRest rest) {
    world.saw(Sight.OUTCOME_IN_DOUBT);
    Map<TopicPartition, RuntimeException> unanswered =
        rest.isFinal() ? Map.of() : Map.of(new TopicPartition("a", 0), KafkaError.UNKNOWN);
    return new TransactionInDoubtException("in doubt", null, Set.of(), unanswered, List.of());
  }

  private void note(int slot, Transaction doubt) {
    this.<Void>await(wait -> control.catchUpProgress(slot, wait::end, wait::fail));
    var notes = world.broker().doubtNotes();
    for (var entry : doubt.entries()) {
      if (entry.value() instanceof ShardProgress reached) {
        var before = control.progress(reached.shard());
        if (SimulatedDoubtNotes.mayHaveDelivered(before, reached)) {
          this.<Void>await(
              wait -> worker.tell(() -> notes.writeBeforeALateOne(before), wait::end, wait::fail));
        }
      }
    }
  }

  private SlotTransactions opened(int slot, Producer producer, TakeoverRest rest) {
    var named = world.broker().named(slot);
    var unchecked = new HashMap<TopicPartition, Set<ShardKey>>();
    for (var log : rest.unanswered()) {
      var partition = world.broker().partition(log);
      unchecked.put(partition, named.getOrDefault(partition, Set.of()));
    }
    producer.leaveUnchecked(new UncheckedPartitions(unchecked, Set.of()));
    return new SimulatedSlotTransactions(this, producer, world.broker().progress.get(slot));
  }

  private String transactionalId(int slot) {
    return world.obeys(Rule.FENCE_BY_INIT)
        ? "slot-" + slot
        : "slot-%d-%s-%d-%d".formatted(slot, worker.name(), holder.ownership(), inits);
  }

  /** A claim was committed. */
  void claimed(ShardProgress claim) {
    world.saw(claim.leaseEpoch() == 1 ? Sight.CLAIM : Sight.TAKEOVER);
    lastClaim = claim;
    readsAfterClaim = true;
  }

  /** Whether this run records stops, or delivers. */
  boolean stops() {
    return stops;
  }

  /** Whether this run is about to remove records of expired replays, and not to claim a shard. */
  boolean removes() {
    return removes;
  }

  /** The claim that was committed last. */
  ShardProgress lastClaim() {
    return lastClaim;
  }

  /** The shard whose records are written now. */
  void writes(ShardKey shard) {
    if (written != null && !written.replay().equals(shard.replay())) {
      world.saw(Sight.REPLAYS_SHARED_A_SLOT);
    }
    written = shard;
  }

  /** Whether a shard cannot run for this reason, under this claim or progress. */
  boolean has(Scenario.Trouble trouble, ShardProgress record) {
    var scenario = world.scenario();
    return scenario.trouble() == trouble
        && record.shard().index() == scenario.poison()
        && record.attempt() == 1;
  }

  /** Audits the first record of a slice against the check before the slice. */
  void delivers() {
    world.audit().mayDeliver(written, checkedTable.replay(written.replay()), checkedAt);
  }

  // Ownership.

  @Override
  public boolean isOwned(SlotOwnership ownership) {
    return worker.slots().holds(ownership.slot(), ownership.number());
  }

  @Override
  public List<ShardKey> shardsIn(int slot) {
    return control.shardsIn(slot);
  }

  @Override
  public void whileOwned(SlotOwnership ownership, Consumer<ConsumerGroupMetadata> claim) {
    if (!world.obeys(Rule.HELD_UNDER_LOCK)) {
      claim.accept(membership());
      return;
    }
    this.<Void>await(this::lock);
    try {
      if (!isOwned(ownership)) {
        throw new SlotLostException(ownership);
      }
      claim.accept(membership());
    } finally {
      worker.slots().unlock();
    }
  }

  private void lock(Threads.Wait<Void> wait) {
    if (worker.slots().tryLock()) {
      wait.end();
    } else {
      worker.after(5, () -> lock(wait));
    }
  }

  private ConsumerGroupMetadata membership() {
    return new ConsumerGroupMetadata(
        "slots", worker.slots().epoch(), worker.name(), Optional.empty());
  }

  /** Goes on once a committed record is visible. */
  void awaitVisible(ShardProgress written, Runnable then, Consumer<KafkaError> otherwise) {
    awaitVisible(written, worker.now() + SHOW_LIMIT_MILLIS, then, otherwise);
  }

  private void awaitVisible(
      ShardProgress written, long deadline, Runnable then, Consumer<KafkaError> otherwise) {
    control.catchUpProgress(
        written.slot(),
        () -> {
          var newest = control.progress(written.shard());
          if (newest != null
              && (newest.equals(written) || newest.leaseEpoch() > written.leaseEpoch())) {
            then.run();
          } else if (worker.now() > deadline) {
            otherwise.accept(KafkaError.STALE);
          } else {
            worker.after(2, () -> awaitVisible(written, deadline, then, otherwise));
          }
        },
        otherwise);
  }

  /** Goes on once the removal of progress records is visible. */
  private void awaitRemoved(
      int slot, List<ShardKey> keys, long deadline, Runnable then, Consumer<KafkaError> otherwise) {
    control.catchUpProgress(
        slot,
        () -> {
          if (keys.stream().noneMatch(control::isLeft)) {
            then.run();
          } else if (worker.now() > deadline) {
            otherwise.accept(KafkaError.STALE);
          } else {
            worker.after(2, () -> awaitRemoved(slot, keys, deadline, then, otherwise));
          }
        },
        otherwise);
  }

  private final class Replays implements ReplayCopy {
    @Override
    public ReplayTable table() {
      checkedTable = control.book();
      return checkedTable;
    }

    @Override
    public Duration age() {
      checkedAt = worker.now();
      if (!world.obeys(Rule.PROVEN_CONTROL_STATE)) {
        return Duration.ZERO;
      }
      if (control.age() > OLDEST_CONTROL_MILLIS) {
        world.saw(Sight.DELIVERY_HELD_BACK);
      }
      return Duration.ofMillis(control.age());
    }

    @Override
    public boolean isDecided(CommandRecord command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<DecidedCommand> decisions(String replay) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReplayTable catchUp() {
      boolean skipped = readsAfterClaim && !world.obeys(Rule.READ_REPLAYS_AFTER_CLAIM);
      readsAfterClaim = false;
      if (!skipped) {
        SlotPorts.this.<Void>await(wait -> control.catchUpReplays(wait::end, wait::fail));
      }
      return control.book();
    }

    @Override
    public void catchUpOwned() {
      throw new UnsupportedOperationException();
    }
  }

  private final class Progress implements ProgressCopy {
    @Override
    public long changes() {
      return control.changes();
    }

    @Override
    public Map<Integer, ShardProgress> of(String replay) {
      return control.progressOf(replay);
    }

    @Override
    public ShardProgress of(ShardKey shard) {
      return control.progress(shard);
    }

    @Override
    public Optional<String> doubt(ShardKey shard) {
      removes = false;
      return control.doubt(shard);
    }

    @Override
    public Map<Integer, String> doubts(Map<Integer, ShardProgress> records) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasRecords(String replay) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ShardKey> expired(int slot) {
      removes = true;
      return control.expired(slot);
    }

    @Override
    public void awaitRemoved(int slot, List<ShardKey> keys) {
      SlotPorts.this.<Void>await(
          wait ->
              SlotPorts.this.awaitRemoved(
                  slot, keys, worker.now() + SHOW_LIMIT_MILLIS, wait::end, wait::fail));
    }

    @Override
    public void catchUpOwned(int slot) {
      if (world.obeys(Rule.READ_PROGRESS_AFTER_INIT)) {
        SlotPorts.this.<Void>await(wait -> control.catchUpProgress(slot, wait::end, wait::fail));
      }
    }

    @Override
    public void awaitVisible(ShardProgress written) {
      boolean isClaim = written == lastClaim;
      if (world.obeys(isClaim ? Rule.AWAIT_CLAIM : Rule.AWAIT_OWN_COMMIT)) {
        SlotPorts.this.<Void>await(
            wait -> SlotPorts.this.awaitVisible(written, wait::end, wait::fail));
      }
    }

    @Override
    public void catchUp() {
      throw new UnsupportedOperationException();
    }
  }
}
