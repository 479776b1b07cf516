package io.reprise.replay.state;

import io.reprise.replay.Samples;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import java.util.LinkedHashMap;
import java.util.Map;

/** A replay in each state it can be in, and one of each command and event. */
final class Situations {
  static final Plan PLAN = Samples.plan(2, Throttle.NONE);

  static final ApprovalRequest REQUEST =
      new ApprovalRequest(
          "ann", PLAN.hash(), "it is large", Samples.NOON, Samples.NOON.plusSeconds(60));

  private Situations() {}

  /** A replay in each state, by the name of the state. */
  static Map<String, Replay> replays() {
    var all = new LinkedHashMap<String, Replay>();
    put(all, Samples.replay(PLAN));
    put(all, Samples.replay(PLAN, new ReplayEvent.StartRequested(REQUEST)));
    put(all, running());
    put(all, running(new ReplayEvent.PauseRequested()));
    put(all, running(new ReplayEvent.PauseRequested(), new ReplayEvent.Stopped()));
    put(all, running(new ReplayEvent.CancelRequested()));
    put(all, running(new ReplayEvent.CancelRequested(), new ReplayEvent.Stopped()));
    put(all, running(new ReplayEvent.FailureObserved("broken")));
    put(all, running(new ReplayEvent.FailureObserved("broken"), new ReplayEvent.Stopped()));
    put(all, running(new ReplayEvent.Completed(false)));
    put(all, running(new ReplayEvent.Completed(true)));
    return all;
  }

  static Replay running(ReplayEvent... events) {
    var all = new ReplayEvent[events.length + 1];
    all[0] = new ReplayEvent.Started();
    System.arraycopy(events, 0, all, 1, events.length);
    return Samples.replay(PLAN, all);
  }

  private static void put(Map<String, Replay> all, Replay replay) {
    all.put(replay.state().name(), replay);
  }

  /** One of each command, by its simple class name. */
  static Map<String, ReplayCommand> commands() {
    var all = new LinkedHashMap<String, ReplayCommand>();
    for (var command :
        new ReplayCommand[] {
          new ReplayCommand.Create(PLAN),
          new ReplayCommand.Start(PLAN.hash()),
          new ReplayCommand.Pause(),
          new ReplayCommand.Resume(),
          new ReplayCommand.Cancel(),
          new ReplayCommand.Retry(),
          new ReplayCommand.ChangeRate(new Throttle(9L, null)),
          new ReplayCommand.RequestStart(PLAN.hash()),
          new ReplayCommand.Approve(PLAN.hash()),
          new ReplayCommand.RefuseApproval(PLAN.hash(), "wrong range")
        }) {
      all.put(command.getClass().getSimpleName(), command);
    }
    return all;
  }

  /** One of each event except {@code Created}, by its simple class name. */
  static Map<String, ReplayEvent> events() {
    var all = new LinkedHashMap<String, ReplayEvent>();
    for (var event :
        new ReplayEvent[] {
          new ReplayEvent.Started(),
          new ReplayEvent.PauseRequested(),
          new ReplayEvent.Resumed(),
          new ReplayEvent.CancelRequested(),
          new ReplayEvent.FailureObserved("shard 1: gone"),
          new ReplayEvent.Stopped(),
          new ReplayEvent.Retried(),
          new ReplayEvent.RateChanged(new Throttle(9L, null)),
          new ReplayEvent.SharesIssued(Map.of(0, new Throttle(5L, null))),
          new ReplayEvent.Completed(false),
          new ReplayEvent.CommandRefused("no"),
          new ReplayEvent.Expired(PLAN.withoutShards(), Samples.account()),
          new ReplayEvent.StartRequested(REQUEST),
          new ReplayEvent.Approved("bob", PLAN.hash()),
          new ReplayEvent.ApprovalRefused("bob", "wrong range"),
          new ReplayEvent.ApprovalExpired()
        }) {
      all.put(event.getClass().getSimpleName(), event);
    }
    return all;
  }
}
