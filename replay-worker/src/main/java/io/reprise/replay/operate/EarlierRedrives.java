package io.reprise.replay.operate;

import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import io.reprise.replay.plan.EarlierRedrive;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlanRefusedException;
import io.reprise.replay.plan.PlannedDelivery;
import io.reprise.replay.state.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds what earlier replays have delivered of the source of a redrive into its target. All replays
 * are kept in the log, expired ones too, so nothing is forgotten. Thread-safe.
 */
record EarlierRedrives(ReplayLog replays, ProgressLog progress) {
  private static final int MOST = 200;

  /**
   * Returns a redrive's plan with what earlier replays have delivered; other plans as they are.
   *
   * @throws PlanRefusedException when such a replay has not ended, or there are too many
   * @throws io.reprise.replay.journal.StaleControlException when Kafka cannot be read; a retry is
   *     safe
   */
  Plan addTo(Plan plan) {
    var redrive = plan.spec().redrive();
    if (redrive == null || redrive.again()) {
      return plan;
    }
    var table = replays.catchUp();
    var ids = table.startedLike(PlannedDelivery.of(plan));
    if (ids.isEmpty()) {
      return plan;
    }
    if (ids.size() > MOST) {
      throw new PlanRefusedException(
          "%d earlier replays have delivered offsets of this plan into target '%s', and a redrive compares at most %d: give a later start, such as a time (--from-time)"
              .formatted(ids.size(), plan.spec().target(), MOST));
    }
    progress.catchUp();
    var found = new ArrayList<EarlierRedrive>();
    for (var id : ids) {
      found.add(earlier(Objects.requireNonNull(table.replay(id)), plan));
    }
    return plan.withRedriven(found);
  }

  private EarlierRedrive earlier(Replay replay, Plan plan) {
    var state = replay.state();
    if (!state.isPermanent()) {
      throw new PlanRefusedException(
          "replay %s is %s and delivers offsets of this plan into target '%s': wait until it has completed, or cancel it"
              .formatted(replay.id(), state.name(), plan.spec().target()));
    }
    var spec = replay.plan().spec();
    var redrive = spec.redrive();
    return new EarlierRedrive(
        replay.id(),
        spec.filter().passesAll() ? null : spec.filter(),
        redrive == null ? List.of() : redrive.causes(),
        DeliveredOffsets.passed(replay, () -> EarlierDeliveries.nextOffsets(progress, replay)));
  }
}
