package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.simulation.Transaction.Holder;
import io.reprise.replay.slot.ShardTask;
import io.reprise.replay.slot.ShardTask.Kind;
import java.time.Instant;
import java.util.Optional;

/** Steps S1 to S5 of the step table, for one holding of one slot; then {@link DeliveryMachine}. */
final class SlotMachine {
  private static final long REST_MILLIS = 200;
  private static final long SHOW_LIMIT_MILLIS = 5_000;

  private final Worker worker;
  private final World world;
  private final ControlCopy control;
  private final int slot;
  private final long ownership;
  private final boolean stops;
  private final Runnable ended;
  private final Holder holder;
  private int inits;
  private Producer producer;

  /**
   * @param stops whether this run records stops, or delivers
   */
  SlotMachine(Worker worker, int slot, long ownership, boolean stops, Runnable ended) {
    this.worker = worker;
    this.world = worker.world();
    this.control = worker.control();
    this.slot = slot;
    this.ownership = ownership;
    this.stops = stops;
    this.ended = ended;
    this.holder = new Holder(worker.name(), slot, ownership);
  }

  Worker worker() {
    return worker;
  }

  boolean holds() {
    return worker.slots().holds(slot, ownership);
  }

  void s1() {
    if (holds() && task().isPresent()) {
      s2();
    } else {
      ended.run();
    }
  }

  private Optional<ShardTask> task() {
    return worker.task(slot).filter(task -> (task.kind() == Kind.STOP) == stops);
  }

  private void s2() {
    inits++;
    var id = transactionalId();
    Producer.init(
        worker,
        id,
        holder,
        initialised -> {
          producer = initialised;
          producer.endHanging(this::s3, this::startOver);
        },
        this::startOver);
  }

  private String transactionalId() {
    return world.obeys(Rule.FENCE_BY_INIT)
        ? "slot-" + slot
        : "slot-%d-%s-%d-%d".formatted(slot, worker.name(), ownership, inits);
  }

  private void s3() {
    if (world.obeys(Rule.READ_PROGRESS_AFTER_INIT)) {
      control.catchUpProgress(slot, this::s3ReplayLog, this::startOver);
    } else {
      s3ReplayLog();
    }
  }

  private void s3ReplayLog() {
    control.catchUpReplays(() -> task().ifPresentOrElse(this::s4, ended), this::startOver);
  }

  private void s4(ShardTask task) {
    if (!world.obeys(Rule.HELD_UNDER_LOCK)) {
      claim(task, () -> {});
    } else if (!worker.slots().tryLock()) {
      worker.after(5, () -> s4(task));
    } else if (holds()) {
      claim(task, worker.slots()::unlock);
    } else {
      worker.slots().unlock();
      ended.run();
    }
  }

  private void claim(ShardTask task, Runnable unlock) {
    int attempt = task.replay().attempt();
    var claimed =
        task.last() == null
            ? ShardProgress.first(task.key(), slot, task.shard(), attempt, worker.name(), instant())
            : task.last().claimedBy(worker.name(), attempt, instant());
    producer.write(
        batch -> add(batch, claimed),
        () ->
            prove(
                () -> producer.commit(() -> claimed(task, claimed, unlock), e -> drop(e, unlock)),
                unlock),
        e -> drop(e, unlock));
  }

  private void prove(Runnable then, Runnable unlock) {
    if (!world.obeys(Rule.MEMBER_PROOF)) {
      then.run();
      return;
    }
    producer.offset(
        world.broker().slotOwners, worker.slots().epoch(), 0, then, e -> drop(e, unlock));
  }

  private void drop(KafkaError e, Runnable unlock) {
    unlock.run();
    startOver(e);
  }

  private void claimed(ShardTask task, ShardProgress claimed, Runnable unlock) {
    unlock.run();
    world.saw(claimed.leaseEpoch() == 1 ? Sight.CLAIM : Sight.TAKEOVER);
    if (world.obeys(Rule.AWAIT_CLAIM)) {
      awaitShows(claimed, () -> s5(task, claimed));
    } else {
      s5(task, claimed);
    }
  }

  private void s5(ShardTask task, ShardProgress claimed) {
    if (world.obeys(Rule.READ_REPLAYS_AFTER_CLAIM)) {
      control.catchUpReplays(() -> begin(task, claimed), this::startOver);
    } else {
      begin(task, claimed);
    }
  }

  private void begin(ShardTask task, ShardProgress claimed) {
    if (task.kind() == Kind.STOP) {
      var stopped = claimed.in(ShardState.STOPPED, instant());
      world.saw(Sight.STOPPED_FOR_ANOTHER);
      commit(stopped, () -> left(stopped));
    } else {
      new DeliveryMachine(this, task, claimed).d1();
    }
  }

  /** The shard was left with this record: on to the slot's next one, without another init. */
  void left(ShardProgress last) {
    if (world.obeys(Rule.AWAIT_OWN_COMMIT)) {
      awaitShows(last, this::s3);
    } else {
      s3();
    }
  }

  /** Whatever went wrong: nothing is kept, and S2 comes first. */
  void startOver(KafkaError e) {
    world.note("%s starts over: %s", holder, e.getMessage());
    world.saw(Sight.of(e));
    worker.after(REST_MILLIS, this::s1);
  }

  Producer producer() {
    return producer;
  }

  /** Adds a shard record to what is written. */
  void add(Producer.Batch batch, ShardProgress record) {
    batch.add(world.broker().progress.get(slot), record.shard().toString(), record);
  }

  /** Commits a shard record, with whatever the open transaction holds already. */
  void commit(ShardProgress record, Runnable then) {
    producer.write(
        batch -> add(batch, record), () -> producer.commit(then, this::startOver), this::startOver);
  }

  /** As {@link #commit}; goes on once the slice, and the record, show. */
  void commitSlice(ShardProgress record, Runnable then) {
    commit(record, () -> producer.awaitEnd(() -> sliceEnded(record, then), this::startOver));
  }

  private void sliceEnded(ShardProgress record, Runnable then) {
    if (world.obeys(Rule.AWAIT_OWN_COMMIT)) {
      awaitShows(record, then);
    } else {
      then.run();
    }
  }

  private void awaitShows(ShardProgress written, Runnable then) {
    awaitShows(written, worker.now() + SHOW_LIMIT_MILLIS, then);
  }

  private void awaitShows(ShardProgress written, long deadline, Runnable then) {
    control.catchUpProgress(
        slot,
        () -> {
          var newest = control.progress(written.shard());
          if (newest != null
              && (newest.equals(written) || newest.leaseEpoch() > written.leaseEpoch())) {
            then.run();
          } else if (worker.now() > deadline) {
            startOver(KafkaError.STALE);
          } else {
            worker.after(2, () -> awaitShows(written, deadline, then));
          }
        },
        this::startOver);
  }

  Instant instant() {
    return Instant.EPOCH.plusMillis(worker.now());
  }
}
