package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the short form of the soak. It never asserts on a rate, which a busy machine lowers. */
class SoakIT {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int MEASURES = 3;
  private static final int SERVICES = 4;

  @Test
  void allServicesAreRestartedAndEverythingBalances() {
    var run = CommandRun.of(LIMIT, Map.of(), List.of("./reprise", "soak", "--quick", "-o", "json"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    var report = run.json();
    long acknowledged = report.path("acknowledged").asLong();
    assertThat(acknowledged).isPositive();
    assertThat(report.at("/balance/stored").asLong()).isEqualTo(acknowledged);
    assertThat(report.at("/balance/archived").asLong()).isEqualTo(acknowledged);
    assertThat(report.at("/balance/proven").asLong()).isEqualTo(acknowledged);
    assertThat(report.at("/balance/archiveFindings").asInt(-1)).isZero();
    assertThat(report.at("/balance/auditedKeys").asInt()).isPositive();
    assertThat(report.at("/balance/differingKeys").asInt(-1)).isZero();
    assertThat(report.path("replays").asInt()).isPositive();
    assertThat(report.path("wrongReplays").asInt(-1)).isZero();
    assertThat(report.path("missing").asInt(-1)).isZero();
    assertThat(report.path("duplicated").asInt(-1)).isZero();
    assertThat(report.path("outOfOrder").asInt(-1)).isZero();
    // Two workers, ingest, archiver and compactor.
    assertThat(report.path("restarts").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(report.path("usage"))
        .hasSize(SERVICES * MEASURES)
        .allSatisfy(
            measure -> {
              assertThat(measure.path("lastThird").asInt()).isPositive();
              assertThat(measure.path("flat").asBoolean()).isTrue();
            });
  }
}
