package io.reprise.replay.simulation;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.deliver.SimulatedDelivery;
import io.reprise.replay.slot.ShardTask;
import io.reprise.replay.state.Replay;
import java.util.List;

/** Steps D1 to D5 and P2 of the step table, for one shard under one lease. */
final class DeliveryMachine {
  private static final long OLDEST_CONTROL_MILLIS = 2_000;
  private static final long ASK_AGAIN_MILLIS = 40;
  private static final long LONGEST_SLICE_MILLIS = 250;

  private final SlotMachine slot;
  private final World world;
  private final ShardTask task;
  private final SimulatedDelivery delivery;
  private final long most;
  private ShardProgress progress;

  DeliveryMachine(SlotMachine slot, ShardTask task, ShardProgress claimed) {
    this.slot = slot;
    this.world = slot.worker().world();
    this.task = task;
    this.progress = claimed;
    this.most = Math.max(1, task.shard().range().span() / 12);
    this.delivery =
        new SimulatedDelivery(
            task.replay().plan(),
            task.shard(),
            claimed,
            world.scenario().source(task.shard().partition()));
  }

  void d1() {
    var control = slot.worker().control();
    if (!slot.holds()) {
      slot.left(progress);
      return;
    }
    if (control.age() > OLDEST_CONTROL_MILLIS && world.obeys(Rule.PROVEN_CONTROL_STATE)) {
      world.saw(Sight.DELIVERY_HELD_BACK);
      askAgain();
      return;
    }
    var now = control.book().replay(task.replay().id());
    switch (SimulatedDelivery.ask(now, progress.attempt(), task.shard().index())) {
      case GO -> d2(now);
      case WAIT -> askAgain();
      case STOP -> end(progress.in(ShardState.STOPPED, slot.instant()));
    }
  }

  private void askAgain() {
    slot.worker().after(ASK_AGAIN_MILLIS, this::d1);
  }

  /** Reads and selects. */
  private void d2(Replay now) {
    world.audit().mayDeliver(task.key(), now);
    var offsets = delivery.take(world.timeline().between(1, most(now)));
    slot.worker().after(world.timeline().between(5, LONGEST_SLICE_MILLIS), () -> d3(offsets));
  }

  /** A slice is smaller under a throttle, but not so small that a run takes for ever. */
  private long most(Replay now) {
    var share = SimulatedDelivery.share(now, progress.attempt(), task.shard().index());
    return share.recordsPerSecond() == null
        ? most
        : Math.max(1 + most / 4, Math.min(most, share.recordsPerSecond() / 4));
  }

  private void d3(List<Long> offsets) {
    if (isPoisoned()) {
      var producer = slot.producer();
      var failed = progress.failed("a record was refused", slot.instant());
      producer.abort(() -> producer.awaitEnd(() -> end(failed), slot::startOver), slot::startOver);
      return;
    }
    var now = slot.instant();
    var state = delivery.isDone() ? ShardState.DONE : ShardState.CLAIMED;
    var reached = delivery.on(progress, now).in(state, now);
    int partition = task.shard().partition();
    var delivered = new Delivered(task.key(), partition, offsets);
    slot.producer()
        .write(
            batch -> batch.add(world.broker().target.get(partition), "slice", delivered),
            () -> separate(() -> slot.commitSlice(reached, () -> d4(reached))),
            slot::startOver);
  }

  private boolean isPoisoned() {
    return task.shard().index() == world.scenario().poison() && progress.attempt() == 1;
  }

  /** Where the rule is broken, the slice is committed before its progress. */
  private void separate(Runnable then) {
    if (world.obeys(Rule.ONE_TRANSACTION)) {
      then.run();
    } else {
      slot.producer().commit(then, slot::startOver);
    }
  }

  private void d4(ShardProgress reached) {
    progress = reached;
    if (reached.state() == ShardState.DONE) {
      slot.left(reached);
    } else {
      d1();
    }
  }

  /** P2: says where the shard stands, and that nothing more is delivered. */
  private void end(ShardProgress last) {
    slot.commit(last, () -> slot.left(last));
  }
}
