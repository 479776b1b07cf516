package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code reprise parked} against a stub of a worker. */
class ParkedCommandsTest {
  private static final String PARKED = "/api/v1/topics/user-events-copy.parked/parked";
  private static final String CAUSES =
      """
      {"topic":"user-events-copy.parked","records":37,"complete":false,"otherCauses":2,
       "causes":[{"fingerprint":"0123456789ab","cause":"the record has no key","records":35,
         "first":"2026-11-30T10:00:00Z","last":"2026-11-30T10:01:00Z","partition":0,"offset":36,
         "replays":["01970000-0000-7000-8000-000000000001"]}]}
      """;

  private final StubService worker = new StubService();

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void listsCausesAndSaysWhatIsNotShown() {
    worker.on("GET", PARKED, CAUSES);

    var run = run("parked list --topic user-events-copy.parked --zone UTC");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("FINGERPRINT", "0123456789ab", "35", "the record has no key");
    assertThat(run.err())
        .contains("Only the newest records of topic user-events-copy.parked were read.")
        .contains("2 records have other causes.");
  }

  @Test
  void printsTheDocument() {
    worker.on("GET", PARKED, CAUSES);

    var run = run("parked list --topic user-events-copy.parked --since -2h -o json");

    assertThat(run.json().at("/causes/0/records").asLong()).isEqualTo(35);
  }

  private CommandLineRun run(String line) {
    return CommandLineRun.line(line + " --worker " + worker.url());
  }
}
