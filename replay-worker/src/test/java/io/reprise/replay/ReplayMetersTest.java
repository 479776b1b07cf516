package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardRate;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReplayMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicBoolean coordinator = new AtomicBoolean(true);
  private final Map<Integer, ShardProgress> progress = new TreeMap<>();
  private ReplayTable table = ReplayTable.EMPTY;
  private final ReplayMeters meters =
      new ReplayMeters(coordinator::get, () -> table, id -> progress, registry);

  @Test
  void showsARunningReplayUntilItIsFinished() {
    start(Samples.ID, new Throttle(500L, null));
    progress.put(0, Samples.progress(0, ShardState.CLAIMED, 40));

    meters.update();

    assertThat(values())
        .containsEntry("reprise.replays state=RUNNING", 1.0)
        .containsEntry("reprise.replays state=FAILED", 0.0)
        .containsEntry("reprise.replay.records outcome=delivered replay=" + Samples.ID, 40.0)
        .containsEntry("reprise.replay.delivered replay=" + Samples.ID, 400.0)
        .containsEntry("reprise.replay.offsets.planned replay=" + Samples.ID, 200.0)
        .containsEntry("reprise.replay.offsets.accounted replay=" + Samples.ID, 40.0)
        .containsEntry("reprise.replay.limit.records replay=" + Samples.ID, 500.0)
        .containsEntry("reprise.replay.shards replay=" + Samples.ID + " state=CLAIMED", 1.0)
        .containsEntry("reprise.replay.shards replay=" + Samples.ID + " state=NEVER_CLAIMED", 1.0)
        .containsEntry("reprise.replay.shards.waiting reason=RATE_SHARE replay=" + Samples.ID, 1.0)
        .containsEntry("reprise.replay.shards.waiting reason=CLAIM replay=" + Samples.ID, 1.0)
        .doesNotContainKey("reprise.replay.limit replay=" + Samples.ID);

    table = table.after(Samples.ID, new ReplayEvent.Completed(false), Samples.NOON);
    meters.update();

    assertThat(values())
        .hasSize(11)
        .containsEntry("reprise.replays state=COMPLETED", 1.0)
        .containsEntry("reprise.replays state=RUNNING", 0.0);
  }

  @Test
  void showsHowFastAnAdaptiveReplayMayBeAndHowManyShardsHaveSlowedDown() {
    start(Samples.ID, Throttle.NONE);
    progress.put(
        0,
        Samples.progress(0, ShardState.CLAIMED, 40)
            .withRate(new ShardRate(30, "the target refused 1 of 2 requests", Samples.NOON)));
    progress.put(
        1, Samples.progress(1, ShardState.CLAIMED, 40).withRate(new ShardRate(100, null, null)));

    meters.update();

    assertThat(values())
        .containsEntry("reprise.replay.adaptive.rate replay=" + Samples.ID, 130.0)
        .containsEntry("reprise.replay.shards.slowed replay=" + Samples.ID, 1.0);
  }

  @Test
  void onlyTheCoordinatorShowsReplays() {
    start(Samples.ID, Throttle.NONE);
    meters.update();
    assertThat(values()).isNotEmpty();

    coordinator.set(false);
    meters.update();

    assertThat(values()).isEmpty();
  }

  @Test
  void manyReplaysHaveABoundedNumberOfSeriesAndNoneIsMissingInTheSums() {
    int replays = 3 * ReplayMeters.MOST_REPLAYS;
    for (int i = 0; i < replays; i++) {
      start("01970000-0000-7000-8000-%012d".formatted(i), Throttle.NONE);
    }

    meters.update();

    var planned = new TreeMap<>(values());
    planned.keySet().removeIf(name -> !name.startsWith("reprise.replay.offsets.planned"));
    assertThat(planned)
        .hasSize(ReplayMeters.MOST_REPLAYS + 1)
        .containsKey("reprise.replay.offsets.planned replay=others")
        .containsKey(
            "reprise.replay.offsets.planned replay=01970000-0000-7000-8000-%012d"
                .formatted(replays - 1));
    assertThat(planned.values().stream().mapToDouble(v -> v).sum()).isEqualTo(200.0 * replays);
  }

  private void start(String id, Throttle throttle) {
    table =
        table
            .after(id, new ReplayEvent.Created(Samples.plan(2, throttle)), Samples.NOON)
            .after(id, new ReplayEvent.Started(), Samples.NOON);
  }

  /** The value of each gauge by its name and its labels. */
  private Map<String, Double> values() {
    return registry.getMeters().stream()
        .collect(
            Collectors.toMap(
                ReplayMetersTest::name, meter -> meter.measure().iterator().next().getValue()));
  }

  private static String name(Meter meter) {
    return meter.getId().getName()
        + meter.getId().getTags().stream()
            .map(tag -> " " + tag.getKey() + "=" + tag.getValue())
            .collect(Collectors.joining());
  }
}
