package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code reprise replay start-planned} against a stub of a worker. */
class StartPlannedTest {
  private static final String ID = "01970000-0000-7000-8000-000000000001";
  private static final String REPLAY = "/api/v1/replays/" + ID;
  private static final String LIST = "{\"replays\":[{\"id\":\"%s\"}]}".formatted(ID);

  private final StubService worker =
      new StubService()
          .on("GET", "/api/v1/replays", LIST)
          .on("GET", REPLAY, replay("PLANNED"))
          .on("POST", REPLAY + "/start", "{\"id\":\"%s\",\"state\":\"RUNNING\"}".formatted(ID));

  private static String replay(String state) {
    return """
    {"summary":{"id":"%s","state":"%s","reason":"r"},"plan":{"hash":"0f3a9c4d0f3a9c4d"},"shards":[]}
    """
        .formatted(ID, state);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  private CommandLineRun run(String line) {
    return CommandLineRun.line("replay start-planned " + line + " --worker " + worker.url());
  }

  @Test
  void startsTheStoredPlan() {
    var run = run("latest --yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("RUNNING");
    assertThat(worker.last().path()).isEqualTo(REPLAY + "/start");
    assertThat(worker.last().body()).isEqualTo("{\"planHash\":\"0f3a9c4d0f3a9c4d\"}");
  }

  @Test
  void sendsThePlanThatWasReadAndWhatIsAccepted() {
    var run = run(ID + " --plan 0f3a9c4d --again --allow-side-effects");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(worker.last().json().path("planHash").asText()).isEqualTo("0f3a9c4d");
    assertThat(worker.last().json().path("again").asBoolean()).isTrue();
    assertThat(worker.last().json().path("allowSideEffects").asBoolean()).isTrue();
  }

  @Test
  void asksOnATerminalOnly() {
    var run = run(ID);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no terminal", "--plan 0f3a9c4d0f3a9c4d");
    assertThat(worker.last().method()).isEqualTo("GET");
  }

  @Test
  void refusesAReplayThatWasStarted() {
    worker.on("GET", REPLAY, replay("RUNNING"));

    var run = run(ID + " --yes");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("is RUNNING: only a PLANNED replay can be started");
    assertThat(worker.last().method()).isEqualTo("GET");
  }
}
