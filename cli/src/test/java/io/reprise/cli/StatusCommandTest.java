package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  private static final String STATUS = "/api/v1/status";
  private static final String READY =
      """
      {"role":"worker","name":"w1","version":"1.2.0","startedAt":"2026-01-31T12:00:00Z",
       "at":"2026-01-31T12:05:00Z","ready":true,
       "checks":[{"name":"kafka","holds":true,"sentence":"no fault","checkedAt":"2026-01-31T12:05:00Z"}],
       "work":[{"what":"replays","running":1,"waiting":0},{"what":"shards","running":3,"waiting":2}]}
      """;
  private static final String NOT_READY =
      """
      {"role":"archiver","name":"a1","version":"1.2.0","startedAt":"2026-01-31T12:00:00Z",
       "at":"2026-01-31T12:05:00Z","ready":false,
       "checks":[{"name":"store","holds":false,"sentence":"S3 cannot be reached","checkedAt":"2026-01-31T12:05:00Z"}],
       "work":[]}
      """;

  @TempDir private Path home;

  private final StubService worker = new StubService().on("GET", STATUS, READY);
  private final StubService archiver = new StubService().on("GET", STATUS, NOT_READY);

  @AfterEach
  void close() {
    worker.close();
    archiver.close();
  }

  @Test
  void showsARowForEachInstanceOfTheContext() {
    var two = worker.url() + "," + worker.url();
    var sources = CommandLineRun.sources(Map.of("REPRISE_CONTEXT_WORKER", two), home);

    var run = CommandLineRun.line(sources, "status -o wide");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(3);
    assertThat(run.out())
        .contains("w1", "READY", "1.2.0", worker.url())
        .contains("1 replays running, 3 shards running, 2 shards waiting");
  }

  @Test
  void saysWhyAnInstanceIsNotReadyOrHasNoStatusAndShowsTheOthers() {
    var line = "status -o json --worker %s,http://127.0.0.1:1 --archiver %s";
    var sources = CommandLineRun.sources(Map.of(), home);

    var run = CommandLineRun.line(sources, line.formatted(worker.url(), archiver.url()));

    assertThat(run.exitCode()).isEqualTo(1);
    var services = run.json();
    assertThat(services).hasSize(3);
    assertThat(services.at("/0/state").asText()).isEqualTo("READY");
    assertThat(services.at("/1/state").asText()).isEqualTo("NO_STATUS");
    assertThat(services.at("/1/error").asText()).contains("http://127.0.0.1:1");
    assertThat(services.at("/2/state").asText()).isEqualTo("NOT_READY");

    var table = CommandLineRun.line(sources, "status --archiver " + archiver.url()).out();
    assertThat(table).contains("NOT_READY", "store: S3 cannot be reached");
  }

  @Test
  void aServiceOfAVersionWithoutTheRouteHasNoStatus() {
    archiver.on("GET", STATUS, 404, "{\"status\":404,\"detail\":\"nothing is at " + STATUS + "\"}");
    var sources = CommandLineRun.sources(Map.of(), home);

    var run = CommandLineRun.line(sources, "status -o json --archiver " + archiver.url());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().at("/0/state").asText()).isEqualTo("NO_STATUS");
    assertThat(run.json().at("/0/role").asText()).isEqualTo("archiver");
  }

  @Test
  void withoutAnyAddressItSaysWhatToType() {
    var run = CommandLineRun.line(CommandLineRun.sources(Map.of(), home), "status");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--worker").contains("reprise context add");
  }
}
