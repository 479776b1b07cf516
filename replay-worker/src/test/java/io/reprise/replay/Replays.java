package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.journal.CommandSender.Outcome;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.Planner;
import io.reprise.replay.plan.WorkerCapacity;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayCommand;
import io.reprise.replay.state.ReplayState;
import java.util.UUID;

/** Starts replays of topic {@code orders} into target {@code copy}. */
final class Replays {
  private Replays() {}

  /** Starts a replay of the whole topic and returns its id. */
  static String start(ReplayEngine engine, Ordering ordering) {
    return start(engine, ordering, Throttle.NONE);
  }

  static String start(ReplayEngine engine, Ordering ordering, Throttle throttle) {
    return start(engine, "copy", ordering, throttle);
  }

  static String start(ReplayEngine engine, String target, Ordering ordering, Throttle throttle) {
    var plan = plan(engine, spec(target, ordering, throttle));
    var id = UUID.randomUUID().toString();
    assertThat(engine.commands().send(id, new ReplayCommand.Create(plan), "test"))
        .isInstanceOf(Outcome.Done.class);
    assertThat(engine.commands().send(id, new ReplayCommand.Start(plan.hash()), "test"))
        .isInstanceOf(Outcome.Done.class);
    return id;
  }

  private static ReplaySpec spec(String target, Ordering ordering, Throttle throttle) {
    return new ReplaySpec(
        null,
        "test",
        new SourceRange("orders", null, null, null, null),
        null,
        target,
        ordering,
        throttle,
        null);
  }

  private static Plan plan(ReplayEngine engine, ReplaySpec spec) {
    var facts = engine.inspector().inspect("orders");
    return Planner.plan(
        spec,
        facts,
        engine.targets().named(spec.target()).facts(),
        new WorkerCapacity(2, engine.topics().slots()),
        instant -> engine.inspector().offsetsAt(facts, instant));
  }

  static ReplayState state(ReplayEngine engine, String id) {
    var replay = engine.replays().table().replay(id);
    return replay == null ? new ReplayState.Planned() : replay.state();
  }
}
