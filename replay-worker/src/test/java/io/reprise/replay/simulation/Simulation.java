package io.reprise.replay.simulation;

import java.util.Map;
import java.util.Set;

/** Runs one seed. */
final class Simulation {
  private static final long LINGER_MILLIS = 1_000;
  private static final long LIMIT_MILLIS = 200_000;

  /** The result of a run. */
  record Run(long steps, long millis, Map<Sight, Integer> sights) {}

  private final World world;
  private final Timeline timeline;
  private final Operator operator;
  private final Faults faults;
  private boolean harmless;

  private Simulation(long seed, Set<Rule> broken, boolean traced) {
    this.timeline = new Timeline(seed);
    this.world = new World(Scenario.of(timeline), timeline, broken, traced);
    world.note("%s", world.scenario());
    this.faults = new Faults(world);
    this.operator = new Operator(world);
    if (world.scenario().harmedFromTheStart()) {
      beginHarm();
    } else {
      awaitStart();
    }
  }

  /** Faults find most while shards run, so they begin when the replays have started. */
  private void awaitStart() {
    if (operator.hasStarted()) {
      beginHarm();
    } else {
      timeline.after(20, this::awaitStart);
    }
  }

  private void beginHarm() {
    operator.meddle(true);
    faults.begin(
        () -> {
          operator.meddle(false);
          harmless = true;
        });
  }

  /**
   * Runs a seed with the {@code broken} rules switched off.
   *
   * @throws Violation when an invariant does not hold
   */
  static Run run(long seed, Set<Rule> broken) {
    return new Simulation(seed, broken, false).run();
  }

  /** The steps of a run, line by line. The same seed gives the same steps. */
  static String trace(long seed, Set<Rule> broken) {
    var simulation = new Simulation(seed, broken, true);
    try {
      simulation.run();
      return simulation.world.trace();
    } catch (Violation e) {
      return simulation.world.trace() + "\n" + e.getMessage();
    }
  }

  private Run run() {
    try {
      world.threads().runUntil(this::hasEnded);
      long end = timeline.now() + LINGER_MILLIS;
      world.threads().runUntil(() -> timeline.now() >= end);
      return new Run(timeline.steps(), timeline.now(), world.sights());
    } finally {
      world.threads().end();
    }
  }

  private boolean hasEnded() {
    requireProgress();
    return harmless
        && operator.isSatisfied()
        && (world.scenario().expires() ? world.audit().isCleared() : world.audit().isAtRest());
  }

  /** Once the faults have ended, every replay must end within a limit. */
  private void requireProgress() {
    if (timeline.now() > LIMIT_MILLIS) {
      var states = new StringBuilder();
      world
          .audit()
          .book()
          .replays()
          .forEach(r -> states.append(r.id()).append(' ').append(r.state().name()).append("; "));
      throw new Violation.NoEnd(
          "not all replays have ended after %d ms: %s", timeline.now(), states);
    }
  }
}
