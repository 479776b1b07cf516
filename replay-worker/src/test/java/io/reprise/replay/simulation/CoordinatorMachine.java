package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.coordinate.SimulatedPlacement;
import io.reprise.replay.journal.CommandRecord;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.simulation.Transaction.Holder;
import io.reprise.replay.state.CommandDecider;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayState;
import io.reprise.replay.state.ReplayTable;
import io.reprise.replay.state.ShardProgressDecider;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Steps C2 to C5, P1, P3, E1, E2 and T1 to T4 of the step table. */
final class CoordinatorMachine {
  private static final String ID = "coordinator";
  private static final long POLL_MILLIS = 50;
  private static final long REST_MILLIS = 200;
  private static final long SHOW_LIMIT_MILLIS = 10_000;

  private final Worker worker;
  private final World world;
  private final Broker broker;
  private final ControlCopy control;
  private final Membership membership;
  private final Deque<Runnable> todo = new ArrayDeque<>();
  private long ownership;
  private Producer producer;
  private long nextCommand;
  private long lookedAt;

  CoordinatorMachine(Worker worker, Membership membership) {
    this.worker = worker;
    this.world = worker.world();
    this.broker = world.broker();
    this.control = worker.control();
    this.membership = membership;
    t1();
  }

  /** One thread polls and decides: while it works, nothing can be taken from it. */
  private void t1() {
    var assigned = membership.held().get(0);
    if (assigned == null || !membership.tryLock()) {
      worker.after(POLL_MILLIS, this::t1);
    } else if (world.obeys(Rule.COMMITTED_OFFSET_AFTER_INIT) || ownership == assigned) {
      ownership = assigned;
      t2();
    } else {
      ownership = assigned;
      goOnAtCommittedOffset(this::t2);
    }
  }

  private void goOnAtCommittedOffset(Runnable then) {
    worker.ask(
        () -> broker.coordinators.committedOffset(),
        offset -> {
          nextCommand = offset;
          then.run();
        },
        this::startOver);
  }

  private void t2() {
    Producer.init(
        worker,
        ID,
        new Holder(worker.name(), Holder.COORDINATOR, ownership),
        initialised -> {
          producer = initialised;
          world.saw(Sight.COORDINATOR_TAKEOVER);
          lookedAt = -1;
          producer.endHanging(this::t3, this::startOver);
        },
        this::startOver);
  }

  private void t3() {
    if (world.obeys(Rule.READ_LOGS_AT_TAKEOVER)) {
      control.catchUpReplays(() -> control.readShards(this::t4, this::startOver), this::startOver);
    } else {
      t4();
    }
  }

  private void t4() {
    if (world.obeys(Rule.COMMITTED_OFFSET_AFTER_INIT)) {
      goOnAtCommittedOffset(this::read);
    } else {
      read();
    }
  }

  /** Reads commands, decides one after the other, then looks at what the shard records prove. */
  private void poll() {
    if (!membership.holds(0, ownership) || !membership.tryLock()) {
      world.note("%s is no longer coordinator", worker.name());
      t1();
      return;
    }
    read();
  }

  private void read() {
    long from = nextCommand;
    worker.ask(
        () -> broker.commands.read(from),
        polled -> {
          if (!world.obeys(Rule.COMMITTED_OFFSET_AFTER_INIT) && !polled.isEmpty()) {
            nextCommand = polled.get(polled.size() - 1).offset() + 1;
          }
          for (var entry : polled) {
            todo.add(() -> c2((CommandRecord) entry.value(), entry.offset() + 1));
          }
          todo.add(this::observe);
          next();
        },
        this::startOver);
  }

  private void next() {
    if (todo.isEmpty()) {
      membership.unlock();
      worker.after(POLL_MILLIS, this::poll);
    } else {
      todo.remove().run();
    }
  }

  private void c2(CommandRecord command, long nextOffset) {
    if (world.obeys(Rule.PASS_DECIDED_COMMAND) && control.isLastDecided(command)) {
      world.saw(Sight.COMMAND_PASSED_OVER);
      c3(Optional.empty(), nextOffset);
      return;
    }
    var replay = control.book().replay(command.replay());
    var event = CommandDecider.decide(replay, command.command()).event();
    if (replay == null && event instanceof ReplayEvent.CommandRefused) {
      c3(Optional.empty(), nextOffset);
      return;
    }
    c3(
        Optional.of(
            new EventRecord(
                command.replay(), seq(replay), instant(), command.by(), command.id(), event)),
        nextOffset);
  }

  private static long seq(Replay replay) {
    return replay == null ? 0 : replay.nextSeq();
  }

  /** One transaction: the event, the slot records it brings, and how far commands are decided. */
  private void c3(Optional<EventRecord> event, long nextOffset) {
    var before = control.book();
    producer.write(
        batch -> event.ifPresent(e -> add(batch, e, before)),
        () ->
            sendOffset(
                nextOffset,
                () ->
                    commit(
                        () -> {
                          nextCommand = nextOffset;
                          event.ifPresentOrElse(this::c4, this::next);
                        })),
        this::startOver);
  }

  private void add(Producer.Batch batch, EventRecord event, ReplayTable before) {
    batch.add(broker.replays, event.key(), event);
    if (event.event() instanceof ReplayEvent.Started) {
      for (var shard : before.replay(event.replay()).plan().shards()) {
        int slot = SimulatedPlacement.slotOf(broker.slots.size(), before, shard.index());
        var key = new ShardKey(event.replay(), shard.index());
        batch.add(broker.slots.get(slot), key.toString(), new SlotRecord(key, slot));
      }
    }
  }

  private void sendOffset(long offset, Runnable then) {
    var group = broker.coordinators;
    if (!world.obeys(Rule.COMMAND_OFFSET_WITH_EVENT)) {
      commit(
          () -> worker.tell(() -> group.commitOutsideTransaction(offset), then, this::startOver));
    } else {
      producer.offset(group, membership.epoch(), offset, then, this::startOver);
    }
  }

  private void commit(Runnable then) {
    producer.commit(() -> producer.awaitEnd(then, this::startOver), this::startOver);
  }

  /** The event must show before anything is concluded from what is read afterwards. */
  private void c4(EventRecord event) {
    lookedAt = -1;
    if (world.obeys(Rule.AWAIT_EVENT)) {
      awaitShows(event, worker.now() + SHOW_LIMIT_MILLIS);
    } else {
      control.assume(event);
      next();
    }
  }

  private void awaitShows(EventRecord event, long deadline) {
    control.catchUpReplays(
        () -> {
          if (seq(control.book().replay(event.replay())) > event.seq()) {
            next();
          } else if (worker.now() > deadline) {
            startOver(KafkaError.STALE);
          } else {
            worker.after(2, () -> awaitShows(event, deadline));
          }
        },
        this::startOver);
  }

  private void observe() {
    var replays = List.copyOf(control.book().replays());
    boolean stopping = replays.stream().anyMatch(r -> r.state() instanceof ReplayState.Stopping);
    if (control.changes() != lookedAt || stopping) {
      lookedAt = control.changes();
      replays.forEach(replay -> todo.add(() -> observe(replay.id())));
    }
    next();
  }

  private void observe(String id) {
    var replay = control.book().replay(id);
    if (!(replay.state() instanceof ReplayState.Stopping)) {
      record(replay, new ShardProgressDecider(replay, control.progressOf(id)).nextEvent());
    } else if (world.obeys(Rule.STOPPED_FROM_RECORDS)) {
      control.readShards(
          () ->
              record(replay, new ShardProgressDecider(replay, control.progressOf(id)).nextEvent()),
          this::startOver);
    } else {
      worker.after(500, () -> record(replay, Optional.of(new ReplayEvent.Stopped())));
    }
  }

  private void record(Replay replay, Optional<ReplayEvent> due) {
    due.ifPresentOrElse(
        event ->
            c3(
                Optional.of(
                    new EventRecord(
                        replay.id(), replay.nextSeq(), instant(), "coordinator", null, event)),
                nextCommand),
        this::next);
  }

  /** The outcome of the last transaction is unknown: fence oneself, and read what it was. */
  private void startOver(KafkaError e) {
    world.note("coordinator %s starts over: %s", worker.name(), e.getMessage());
    todo.clear();
    membership.unlock();
    worker.after(REST_MILLIS, this::t1);
  }

  private Instant instant() {
    return Instant.EPOCH.plusMillis(worker.now());
  }
}
