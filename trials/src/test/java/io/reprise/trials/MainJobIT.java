package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
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
    var report = quickChaos("--compactor");
    assertThat(report.path("compared").asInt()).isPositive();
    assertThat(report.path("differing").asInt()).isZero();
    assertThat(report.path("rows").asInt()).isPositive();
    assertThat(report.path("differingRows").asInt()).isZero();
    assertThat(report.path("faults").path("COMPACTOR_KILL").asInt()).isPositive();
  }

  @Test
  void aShortChaosRunFindsNothing() {
    var report = quickChaos();
    assertThat(report.path("delivered").asInt()).isGreaterThanOrEqualTo(50_000);
    assertThat(report.path("lost").asInt()).isZero();
    assertThat(report.path("duplicated").asInt()).isZero();
    assertThat(report.path("faults").path("KILL").asInt()).isPositive();
    assertThat(report.at("/liveGroup/changedOffsets").asInt()).isZero();
  }

  @Test
  void aShortChaosRunIntoATableFindsNothing() {
    var report = quickChaos("--target", "jdbc");
    assertThat(report.path("delivered").asInt()).isGreaterThanOrEqualTo(50_000);
    assertThat(report.path("lost").asInt(-1)).isZero();
    assertThat(report.path("duplicated").asInt(-1)).isZero();
    assertThat(report.path("outOfOrder").asInt(-1)).isZero();
    assertThat(report.path("repeated").asInt(-1)).isZero();
    assertThat(report.path("faults").path("FREEZE").asInt()).isPositive();
  }

  @Test
  void aShortChaosRunIntoAServiceLosesNothing() {
    var report = quickChaos("--target", "http");
    assertThat(report.path("delivered").asInt()).isGreaterThanOrEqualTo(50_000);
    assertThat(report.path("lost").asInt(-1)).isZero();
    assertThat(report.path("outOfOrder").asInt(-1)).isZero();
    assertThat(report.path("repeated").asInt()).as("answers were missing").isPositive();
    assertThat(report.path("faults").path("KILL").asInt()).isPositive();
  }

  @Test
  void aShortChaosRunOnThreeBrokersFindsNothing() {
    var report = quickChaos("--brokers", "3");
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
    var report = quickChaos("--archive");
    assertThat(report.path("lost").asInt()).isZero();
    assertThat(report.path("duplicated").asInt()).isZero();
    assertThat(report.path("outOfOrder").asInt()).isZero();
    assertThat(report.path("faults").path("ARCHIVER_KILL").asInt()).isPositive();
    assertThat(report.at("/archive/s3Faults/REFUSED").asInt()).isPositive();
    assertThat(report.at("/archive/plannedFromArchive").asInt()).isPositive();
    assertThat(report.at("/archive/trimmedUnderReplays").asInt()).isPositive();
    assertThat(report.at("/archive/proven").asInt()).isPositive();
  }

  /** Runs {@code chaos --quick} with further options, and returns its report. */
  private static JsonNode quickChaos(String... options) {
    var words = new ArrayList<>(List.of("./reprise", "chaos"));
    words.addAll(List.of(options));
    words.addAll(List.of("--quick", "--seed", "1", "-o", "json"));
    var run = CommandRun.of(LIMIT, Map.of(), words);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.json();
  }
}
