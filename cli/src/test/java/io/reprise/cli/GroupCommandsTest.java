package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reprise groups} against a stub of a worker. */
class GroupCommandsTest {
  private static final String GROUP = "/api/v1/groups/billing";
  private static final String MOVE_ID = "01970000-0000-7000-8000-000000000001";
  private static final String PLAN =
      """
      {"group":"billing","kind":"REWIND","topic":"user-events","topicId":"id-1","partitions":[
        {"partition":0,"former":300,"to":100,"again":{"from":100,"to":300},
         "skipped":{"from":0,"to":0},"archived":{"from":40,"to":100},"lost":30}],
       "again":200,"skipped":0,"archived":60,"archivedRecords":58,"lost":30,
       "notes":["30 offsets can no longer be read anywhere"],
       "hash":"3f0a9c1e3f0a9c1e3f0a9c1e3f0a9c1e"}
      """;
  private static final String MOVE =
      """
      {"v":1,"id":"%s","state":"DONE","group":"billing","kind":"REWIND","topic":"user-events",
       "topicId":"id-1","planHash":"3f0a9c1e3f0a9c1e3f0a9c1e3f0a9c1e","by":"ada","reason":"r",
       "at":"2026-11-30T10:00:00Z","partitions":[{"partition":0,"former":300,"to":100}]}
      """
          .formatted(MOVE_ID);

  private final StubService worker =
      new StubService()
          .on("POST", GROUP + "/plans", PLAN)
          .on("POST", GROUP + "/moves", 201, MOVE)
          .on("GET", GROUP + "/moves", "[" + MOVE + "]");

  @AfterEach
  void close() {
    worker.close();
  }

  private CommandLineRun run(String line) {
    return CommandLineRun.line(line + " --worker " + worker.url());
  }

  @Test
  void listsTheGroupsOfATopic() {
    worker.on(
        "GET",
        "/api/v1/groups",
        """
        [{"group":"billing","type":"CLASSIC","state":"EMPTY","topics":["user-events"]},
         {"group":"mail","type":"CONSUMER","state":"STABLE","topics":["clicks"]}]
        """);

    var run = run("groups list --topic user-events");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("billing").doesNotContain("mail");
  }

  @Test
  void describesTheLagOfAGroupAndWhyItCannotBeMoved() {
    worker.on(
        "GET",
        GROUP,
        """
        {"group":"billing","type":"CLASSIC","state":"STABLE","members":2,"movable":false,
         "reason":"group 'billing' is live","partitions":[
           {"topic":"user-events","partition":0,"offset":300,"logStart":100,"committedEnd":500,
            "lag":200,"trimmed":0}]}
        """);

    var run = run("groups describe billing -o wide");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("STABLE", "group 'billing' is live", "LAG", "200");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rewind billing --to-earliest | {'kind':'REWIND','topic':'user-events','to':'earliest'}",
        "rewind billing --to-offset 7 | {'kind':'REWIND','topic':'user-events','to':7}",
        "rewind billing --to-offset 0=1500,3=20"
            + " | {'kind':'REWIND','topic':'user-events','to':{'0':1500,'3':20}}",
        "rewind billing --to-time 2026-11-30T14:02:00Z --partitions 0,3 |"
            + " {'kind':'REWIND','topic':'user-events','partitions':[0,3],'to':'2026-11-30T14:02:00Z'}",
        "forward billing --to-latest | {'kind':'FORWARD','topic':'user-events','to':'latest'}",
        "copy billing --from other | {'kind':'COPY','topic':'user-events','from':'other'}",
        "undo billing --move "
            + MOVE_ID
            + " | {'kind':'UNDO','topic':'user-events','move':'"
            + MOVE_ID
            + "'}"
      })
  void showsThePlanAndChangesNothing(String line, String spec) throws Exception {
    var run = run("groups " + line + " --topic user-events -o wide");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(worker.requests())
        .extracting(StubService.Request::path)
        .doesNotContain(GROUP + "/moves");
    assertThat(worker.last().json()).isEqualTo(Json.json().readTree(spec.replace('\'', '"')));
    assertThat(run.out()).contains("at most 200 records", "58 records", "[100, 300)", "[40, 100)");
    assertThat(run.out()).contains("- 30 offsets can no longer be read anywhere");
    assertThat(run.err()).contains("nothing was changed: add --plan 3f0a9c1e");
  }

  @Test
  void carriesOutThePlanThatWasRead() {
    var run =
        run(
            "groups rewind billing --topic user-events --to-offset 100 --plan 3f0a9c1e --reason"
                + " invoice");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(worker.last().json().path("planHash").asText()).isEqualTo("3f0a9c1e");
    assertThat(worker.last().json().path("reason").asText()).isEqualTo("invoice");
    assertThat(worker.last().json().at("/move/to").asLong()).isEqualTo(100);
    assertThat(run.out()).contains(MOVE_ID, "DONE");
  }

  @Test
  void aMoveWithoutAReasonIsRefusedBeforeAnyRequest() {
    var run = run("groups rewind billing --topic user-events --to-offset 100 --plan 3f0a9c1e");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--reason is missing");
    assertThat(worker.requests()).isEmpty();
  }

  @Test
  void aLiveGroupIsRefusedInTheWordsOfTheWorker() {
    worker.on(
        "POST",
        GROUP + "/moves",
        409,
        "{\"type\":\"urn:reprise:problem:refused\",\"title\":\"Refused\",\"status\":409,"
            + "\"detail\":\"group 'billing' is live\"}");

    var run = run("groups rewind billing --topic user-events --to-earliest --plan 3f0a --reason r");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("group 'billing' is live");
  }

  @Test
  void listsMoves() {
    var run = run("groups moves billing -o wide");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("MOVE", MOVE_ID, "REWIND", "ada");
  }
}
