package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the commands of the README that check their own result. */
class MainJobIT {
  private static final Duration LIMIT = Duration.ofMinutes(8);

  @Test
  void demoDeliversEveryEventOnceThoughAWorkerIsKilled() {
    var run = CommandRun.of(LIMIT, Map.of(), List.of("./reprise", "demo", "-o", "json"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    var report = run.json();
    assertThat(report.path("published").asInt()).isEqualTo(20_000);
    assertThat(report.path("delivered").asInt()).isEqualTo(report.path("planned").asInt());
    assertThat(report.path("planned").asInt()).isEqualTo(20_000);
    assertThat(report.path("archived").asInt()).isEqualTo(20_000);
    assertThat(report.path("trimmed").asInt()).isPositive();
    assertThat(report.path("deliveredFromArchive").asInt())
        .isEqualTo(report.path("trimmed").asInt());
    assertThat(report.path("missing").asInt()).isZero();
    assertThat(report.path("duplicated").asInt()).isZero();
    assertThat(report.path("outOfOrder").asInt()).isZero();
    assertThat(report.path("takeoverSeconds").asDouble()).isPositive();
    assertThat(report.path("snapshots").asInt()).isEqualTo(500);
    assertThat(report.path("modelRows").asInt()).isEqualTo(500);
    assertThat(report.path("modelDiffering").asInt()).isZero();
    assertThat(report.path("modelResumed").asBoolean()).isTrue();
  }

  @Test
  void aShortChaosRunOfSnapshotsFindsNothing() {
    var run =
        CommandRun.of(
            LIMIT,
            Map.of(),
            List.of("./reprise", "chaos", "--compactor", "--quick", "--seed", "1", "-o", "json"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    var report = run.json();
    assertThat(report.path("compared").asInt()).isPositive();
    assertThat(report.path("differing").asInt()).isZero();
    assertThat(report.path("rows").asInt()).isPositive();
    assertThat(report.path("differingRows").asInt()).isZero();
    assertThat(report.path("faults").path("COMPACTOR_KILL").asInt()).isPositive();
  }

  @Test
  void aShortChaosRunFindsNothing() {
    var run =
        CommandRun.of(
            LIMIT, Map.of(), List.of("./reprise", "chaos", "--quick", "--seed", "1", "-o", "json"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    var report = run.json();
    assertThat(report.path("delivered").asInt()).isGreaterThanOrEqualTo(50_000);
    assertThat(report.path("lost").asInt()).isZero();
    assertThat(report.path("duplicated").asInt()).isZero();
    assertThat(report.path("faults").path("KILL").asInt()).isPositive();
    assertThat(report.at("/liveGroup/changedOffsets").asInt()).isZero();
  }

  @Test
  void aShortChaosRunIntoATableFindsNothing() {
    var run =
        CommandRun.of(
            LIMIT,
            Map.of(),
            List.of(
                "./reprise", "chaos", "--target", "jdbc", "--quick", "--seed", "1", "-o", "json"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    var report = run.json();
    assertThat(report.path("delivered").asInt()).isGreaterThanOrEqualTo(50_000);
    assertThat(report.path("lost").asInt(-1)).isZero();
    assertThat(report.path("duplicated").asInt(-1)).isZero();
    assertThat(report.path("outOfOrder").asInt(-1)).isZero();
    assertThat(report.path("repeated").asInt(-1)).isZero();
    assertThat(report.path("faults").path("FREEZE").asInt()).isPositive();
  }

  @Test
  void aShortChaosRunIntoAServiceLosesNothing() {
    var run =
        CommandRun.of(
            LIMIT,
            Map.of(),
            List.of(
                "./reprise", "chaos", "--target", "http", "--quick", "--seed", "1", "-o", "json"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    var report = run.json();
    assertThat(report.path("delivered").asInt()).isGreaterThanOrEqualTo(50_000);
    assertThat(report.path("lost").asInt(-1)).isZero();
    assertThat(report.path("outOfOrder").asInt(-1)).isZero();
    assertThat(report.path("repeated").asInt()).as("answers were missing").isPositive();
    assertThat(report.path("faults").path("KILL").asInt()).isPositive();
  }

  @Test
  void aShortChaosRunOnThreeBrokersFindsNothing() {
    var run =
        CommandRun.of(
            LIMIT,
            Map.of(),
            List.of(
                "./reprise", "chaos", "--brokers", "3", "--quick", "--seed", "1", "-o", "json"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    var report = run.json();
    assertThat(report.path("delivered").asInt()).isGreaterThanOrEqualTo(50_000);
    assertThat(report.path("lost").asInt(-1)).isZero();
    assertThat(report.path("duplicated").asInt(-1)).isZero();
    assertThat(report.path("outOfOrder").asInt(-1)).isZero();
    assertThat(report.path("unfinished").asInt(-1)).isZero();
    assertThat(report.path("faults").path("BROKER_KILL").asInt()).isPositive();
    assertThat(report.path("faults").path("BROKER_FREEZE").asInt()).isPositive();
    assertThat(report.at("/cluster/brokers").asInt()).isEqualTo(3);
    assertThat(report.at("/cluster/victims").isEmpty()).isFalse();
    assertThat(report.at("/liveGroup/changedOffsets").asInt(-1)).isZero();
  }

  @Test
  void aShortChaosRunAcrossBothTiersFindsNothing() {
    var run =
        CommandRun.of(
            LIMIT,
            Map.of(),
            List.of("./reprise", "chaos", "--archive", "--quick", "--seed", "1", "-o", "json"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    var report = run.json();
    assertThat(report.path("lost").asInt()).isZero();
    assertThat(report.path("duplicated").asInt()).isZero();
    assertThat(report.path("outOfOrder").asInt()).isZero();
    assertThat(report.path("faults").path("ARCHIVER_KILL").asInt()).isPositive();
    assertThat(report.at("/archive/s3Faults/REFUSED").asInt()).isPositive();
    assertThat(report.at("/archive/plannedFromArchive").asInt()).isPositive();
    assertThat(report.at("/archive/trimmedUnderReplays").asInt()).isPositive();
    assertThat(report.at("/archive/proven").asInt()).isPositive();
  }
}
