package io.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code reprise audit} against a stub of a worker that has two pages of records. */
class AuditCommandsTest {
  private static final String RECORDS = "/api/v1/topics/reprise.audit/partitions/0/records";
  private static final String OFFSETS = "/api/v1/topics/reprise.audit/offsets";
  private static final String ANN =
      """
      {"v":1,"at":"2026-11-30T10:00:00Z","service":"worker","instance":"w1","principal":"ann",
       "action":"operate","topic":"orders","target":"copy","method":"POST",
       "path":"/api/v1/replays","status":201,"outcome":"CARRIED_OUT","from":"10.0.0.7","new":true}
      """;
  private static final String NOBODY =
      """
      {"v":1,"at":"2026-11-30T10:01:00Z","service":"archiver","instance":"a1","action":"approve",
       "method":"DELETE","path":"/api/v1/archive/holds/7","status":401,"outcome":"REFUSED",
       "from":"10.0.0.8"}
      """;
  private static final String BEA =
      """
      {"v":1,"at":"2026-11-30T10:02:00Z","service":"ingest","instance":"i1","principal":"bea",
       "action":"publish","topic":"clicks","method":"POST","path":"/api/v1/topics/clicks/events",
       "status":403,"outcome":"REFUSED","from":"10.0.0.9"}
      """;

  private final StubService worker = new StubService();

  @BeforeEach
  void prepare() {
    worker
        .on("GET", OFFSETS, "{\"partitions\":[{\"partition\":0,\"offset\":5}]}")
        .on("GET", RECORDS, page(5, 7, List.of(ANN, NOBODY)))
        .then("GET", RECORDS, 200, page(7, 8, List.of(BEA)));
  }

  @AfterEach
  void close() {
    worker.close();
  }

  private static String page(long from, long next, List<String> values) {
    var records =
        values.stream()
            .map(
                value ->
                    "{\"offset\":%d,\"timestamp\":\"2026-11-30T10:00:00Z\",\"valueBase64\":\"%s\"}"
                        .formatted(from, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))))
            .collect(Collectors.joining(","));
    return "{\"records\":[%s],\"covered\":{\"from\":%d,\"to\":%d},\"next\":%d,\"to\":8}"
        .formatted(records, from, next, next);
  }

  private CommandLineRun run(String line) {
    return CommandLineRun.line(line + " --worker " + worker.url());
  }

  @Test
  void listsAllPagesInTheOrderOfTheirTimes() {
    var run = run("audit list --since 2026-11-30T09:00:00Z -o wide --zone UTC");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "TIME|WHO|ACTION|OUTCOME|ON|SERVICE|FROM|STATUS|REQUEST",
            "2026-11-30 10:00:00 +00:00|ann|operate|carried-out|orders -> copy|worker"
                + " w1|10.0.0.7|201|POST /api/v1/replays",
            "2026-11-30 10:01:00 +00:00|unknown|approve|refused|archiver a1|10.0.0.8|401|DELETE"
                + " /api/v1/archive/holds/7",
            "2026-11-30 10:02:00 +00:00|bea|publish|refused|clicks|ingest i1|10.0.0.9|403|POST"
                + " /api/v1/topics/clicks/events");
    assertThat(worker.requests())
        .extracting(StubService.Request::path)
        .containsExactly(
            OFFSETS + "?time=2026-11-30T09:00:00Z",
            RECORDS + "?limit=500&from=5",
            RECORDS + "?limit=500&from=7&to=8");
  }

  @Test
  void selectsByWhoActionOutcomeAndWhatTheRequestActedOn() {
    assertThat(principals("--who ann --who bea")).containsExactly("ann", "bea");
    assertThat(principals("--who unknown")).containsExactly("");
    assertThat(principals("--action publish --action operate")).containsExactly("ann", "bea");
    assertThat(principals("--outcome refused")).containsExactly("", "bea");
    assertThat(principals("--on copy")).containsExactly("ann");
    assertThat(principals("--outcome refused --on clicks")).containsExactly("bea");
    assertThat(principals("--who ann --outcome refused")).isEmpty();
  }

  private List<String> principals(String options) {
    prepare();
    var run = run("audit list -o json " + options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().findParents("v").stream().map(a -> a.path("principal").asText()).toList();
  }

  @Test
  void keepsTheNewestAndSaysSo() {
    var run = run("audit list --limit 2 -o jsonl");

    assertThat(run.out().lines()).hasSize(2).noneMatch(line -> line.contains("ann"));
    assertThat(run.err()).contains("Older records that match are not shown: --limit 2.");
  }

  @Test
  void showsARecordThatIsNotJson() {
    worker.on("GET", RECORDS, page(5, 8, List.of("not json")));

    var run = run("audit list -o wide --zone UTC");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("offset 5: ");
  }

  @Test
  void saysWhatToDoWithoutTheTopic() {
    worker.on(
        "GET",
        OFFSETS,
        404,
        "{\"status\":404,\"detail\":\"topic 'reprise.audit' does not exist: create it\"}");

    var run = run("audit list");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains("there is no topic 'reprise.audit' on this cluster. Services write it if");
  }

  @Test
  void refusesNamesThatNothingHas() {
    assertThat(run("audit list --action write").err())
        .contains("--action 'write': give one of observe, view, read, publish");
    assertThat(run("audit tail --outcome denied").err())
        .contains("--outcome 'denied': give one of carried-out, not-carried-out, refused");
    assertThat(run("audit tail -o json").err()).contains("audit tail has no end");
    assertThat(run("audit list --limit 0").exitCode()).isEqualTo(2);
  }
}
