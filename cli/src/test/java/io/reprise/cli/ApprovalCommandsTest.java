package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.command.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApprovalCommandsTest {
  private static final String ID = "01970000-0000-7000-8000-000000000001";
  private static final String WAITING =
      """
      {"id":"%s","name":"n","reason":"why","state":"AWAITING_APPROVAL","topic":"orders","target":"copy",
       "planned":1200,"accounted":0,"planHash":"0f3a9c4d11","createdAt":"2026-01-01T00:00:00Z",
       "approval":{"request":{"by":"ann","planHash":"0f3a9c4d11","reason":"its target is 'copy'",
       "at":"2026-01-01T00:00:00Z","expiresAt":"2026-01-01T04:00:00Z"}},"approvers":["bob","group oncall"]}\
      """
          .formatted(ID);

  private final StubService worker = new StubService();

  @AfterEach
  void stop() {
    worker.close();
  }

  private CommandLineRun run(String line, String... more) {
    return CommandLineRun.line(line + " --worker " + worker.url(), more);
  }

  @Test
  void listShowsWhoRequestedWhatAndUntilWhenItCanBeApproved() {
    worker.on("GET", "/api/v1/replays", "{\"replays\":[" + WAITING + "]}");

    var run = run("approvals list");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(ID, "ann", "0f3a9c4d11", "orders", "copy");
    assertThat(worker.last().path()).isEqualTo("/api/v1/replays?state=AWAITING_APPROVAL&limit=50");
  }

  @Test
  void approveSendsTheHashThatTheApproverHasRead() {
    var path = "/api/v1/replays/" + ID + "/approve";
    worker.on("POST", path, WAITING.replace("AWAITING_APPROVAL", "RUNNING"));

    var run = run("approvals approve " + ID + " --plan 0f3a9c4d");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(worker.last().json().toString()).isEqualTo("{\"planHash\":\"0f3a9c4d\"}");
  }

  @Test
  void refuseSendsWhy() {
    worker.on("POST", "/api/v1/replays/" + ID + "/refuse", WAITING);

    var run = run("approvals refuse " + ID + " --plan 0f3a9c4d", "--comment", "wrong range");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(worker.last().json().toString())
        .isEqualTo("{\"planHash\":\"0f3a9c4d\",\"comment\":\"wrong range\"}");
  }

  @Test
  void aDecisionNeedsTheHash() {
    assertThat(run("approvals approve " + ID).exitCode()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void startSaysWhoMayApproveAndHow() {
    worker
        .on("POST", "/api/v1/plans", "{\"hash\":\"0f3a9c4d11\",\"records\":1200}")
        .on("POST", "/api/v1/replays", WAITING);

    var run = run("replay start --topic orders --target copy --reason why --yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("because its target is 'copy'")
        .contains("it may be approved by: bob, group oncall")
        .contains("reprise approvals approve " + ID + " --plan 0f3a9c4d11");
  }
}
