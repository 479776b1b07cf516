package io.reprise.replay.simulation;

import io.reprise.store.object.store.ObjectStoreException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;

/** Causes faults for a limited time, then lets all processes recover. */
final class Faults {
  private static final long HARM_MILLIS = 6_000;
  private static final int MOST_FAULTS = 7;
  private static final int MOST_WORKERS = 5;

  private final World world;
  private final Timeline timeline;
  private final List<Worker> workers = new ArrayList<>();
  private int started;

  Faults(World world) {
    this.world = world;
    this.timeline = world.timeline();
    for (int i = 0; i < world.scenario().workers(); i++) {
      start();
    }
  }

  /** Causes faults for a limited time, then calls {@code over}. */
  void begin(Runnable over) {
    world.note("faults begin");
    world.network().beKind(false);
    long faults = timeline.between(0, MOST_FAULTS);
    for (int i = 0; i < faults; i++) {
      timeline.after(timeline.between(0, HARM_MILLIS), this::strike);
    }
    if (world.scenario().recreatesTarget()) {
      timeline.after(timeline.between(0, HARM_MILLIS), this::recreateTarget);
    }
    if (world.scenario().temper() == Scenario.Temper.CUT_OFF) {
      for (int i = 0; i < MOST_FAULTS; i++) {
        timeline.after(timeline.between(0, HARM_MILLIS), this::cutOff);
      }
    }
    timeline.after(
        HARM_MILLIS,
        () -> {
          world.note("faults end");
          world.network().beKind(true);
          over.run();
        });
  }

  private void start() {
    workers.add(new Worker(world, "w" + ++started));
  }

  private void strike() {
    workers.removeIf(worker -> !worker.isAlive());
    switch (timeline.below(14)) {
      case 0, 1 -> kill();
      case 2, 3, 4 -> freeze();
      case 5 -> restart();
      case 6 -> rebalance();
      case 7 -> join();
      case 8 -> cutOff();
      case 9 -> loseOffsets();
      case 10 -> loseSource();
      case 11 -> loseCredentials();
      case 12 -> loseLeader();
      default -> {
        world.note("compaction");
        world.broker().compact();
      }
    }
  }

  private Worker victim() {
    return workers.isEmpty() ? null : workers.get(timeline.below(workers.size()));
  }

  private void kill() {
    var victim = victim();
    if (victim != null) {
      world.note("kill %s", victim.name());
      victim.kill();
      timeline.after(timeline.between(0, 2_000), this::start);
    }
  }

  private void freeze() {
    var victim = victim();
    if (victim != null) {
      long millis =
          timeline.chance(0.3) ? timeline.between(50, 1_000) : timeline.between(1_000, 5_000);
      world.note("freeze %s for %d ms", victim.name(), millis);
      victim.freeze(millis);
    }
  }

  private void restart() {
    long millis = timeline.between(100, 2_000);
    world.note("broker restarts, down for %d ms", millis);
    world.broker().restart(millis);
  }

  private void rebalance() {
    world.note("rebalance");
    world.broker().slotOwners.rebalance();
    world.broker().coordinators.rebalance();
  }

  private void join() {
    if (workers.size() < MOST_WORKERS) {
      world.note("another worker joins");
      start();
    }
  }

  private void loseOffsets() {
    world.note("the coordinators' group is deleted, with its offsets");
    world.saw(Sight.OFFSETS_LOST);
    world.broker().coordinators.delete();
  }

  private void loseSource() {
    var victim = victim();
    if (victim != null) {
      long millis = timeline.between(200, 4_000);
      world.note("%s cannot reach the source for %d ms", victim.name(), millis);
      victim.loseSource(millis, new TimeoutException("the source does not answer"));
    }
  }

  private void loseCredentials() {
    var victim = victim();
    if (victim != null) {
      long millis = timeline.between(200, 4_000);
      world.note("%s has no credentials for %d ms", victim.name(), millis);
      victim.loseSource(millis, ObjectStoreException.fatal("there are no credentials", null));
    }
  }

  /** For a short time, for longer than a shard waits, or for ever. */
  private void loseLeader() {
    var broker = world.broker();
    if (broker.isAnySick()) {
      return;
    }
    long now = timeline.now();
    long until =
        switch (timeline.below(4)) {
          case 0 -> Long.MAX_VALUE;
          case 1 -> now + timeline.between(32_000, 40_000);
          default -> now + timeline.between(50, 4_000);
        };
    var log = broker.target.get(timeline.below(broker.target.size()));
    world.note("%s loses its leader until %d", log.name, until);
    broker.loseLeader(log, until);
  }

  private void recreateTarget() {
    world.note("the target topic is deleted and created again");
    world.broker().recreateTarget();
  }

  private void cutOff() {
    var victim = victim();
    if (victim != null) {
      world.note("%s cannot read the replay log", victim.name());
      victim.control().cutOff(timeline.between(1_000, 6_000));
    }
  }
}
