package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code reprise apply} against a stub of a worker. */
class ApplyCommandTest {
  private static final String ID = "01970000-0000-7000-8000-000000000001";
  private static final String HASH = "3f0a9c1e3f0a9c1e3f0a9c1e3f0a9c1e";
  private static final String FILE =
      """
      name: paid orders
      reason: wrong invoices
      source: {topic: orders, from: 2026-11-29T09:30+01:00}
      filter: {where: data.total > 5}
      target: copy
      """;

  /** What a worker makes of {@link #FILE}. The schema is one that it has found. */
  private static final String SPEC =
      """
      {"name":"paid orders","reason":"wrong invoices","target":"copy","ordering":"PARTITION",
       "source":{"topic":"orders","from":"2026-11-29T08:30:00Z"},
       "filter":{"where":"data.total > 5","whereSchema":7}}
      """;

  @TempDir private Path directory;
  private final StubService worker = new StubService();

  @BeforeEach
  void answer() {
    worker
        .on("POST", "/api/v1/plans", plan(SPEC))
        .on("GET", "/api/v1/replays", "{\"replays\":[]}")
        .on("POST", "/api/v1/replays", 201, "{\"id\":\"%s\",\"state\":\"RUNNING\"}".formatted(ID));
  }

  private static String plan(String spec) {
    return "{\"hash\":\"%s\",\"records\":9,\"partitions\":[],\"notes\":[],\"spec\":%s}"
        .formatted(HASH, spec);
  }

  private void earlier(String state, String spec) {
    var summary = "{\"id\":\"%s\",\"name\":\"paid orders\",\"state\":\"%s\"}".formatted(ID, state);
    worker
        .on(
            "GET",
            "/api/v1/replays",
            "{\"replays\":[{\"id\":\"x\",\"name\":\"other\"}],\"next\":\"x\"}")
        .then("GET", "/api/v1/replays", 200, "{\"replays\":[%s]}".formatted(summary))
        .on(
            "GET",
            "/api/v1/replays/" + ID,
            "{\"summary\":%s,\"plan\":%s,\"shards\":[]}".formatted(summary, plan(spec)));
  }

  private CommandLineRun apply(String text, String... more) throws IOException {
    var file = Files.writeString(directory.resolve("spec.yaml"), text);
    var line = "apply --worker " + worker.url() + " -f " + file;
    return CommandLineRun.line(line, more);
  }

  private boolean isStarted() {
    return worker.requests().stream()
        .anyMatch(r -> r.method().equals("POST") && r.path().equals("/api/v1/replays"));
  }

  @Test
  void startsAReplayWithANewName() throws IOException {
    var run = apply(FILE, "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("RUNNING");
    assertThat(worker.last().json().path("planHash").asText()).isEqualTo(HASH);
    assertThat(worker.last().json().at("/spec/source/from").asText())
        .isEqualTo("2026-11-29T08:30:00Z");
  }

  @Test
  void saysWhoMayApproveAReplayThatNeedsIt() throws IOException {
    worker.on(
        "POST",
        "/api/v1/replays",
        201,
        """
        {"id":"%s","state":"AWAITING_APPROVAL","planHash":"%s","approvers":["bob"],
         "approval":{"request":{"by":"ann","reason":"it is large",
         "expiresAt":"2026-11-30T10:00:00Z"}}}
        """
            .formatted(ID, HASH));

    var run = apply(FILE, "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("because it is large", "bob", "reprise approvals approve " + ID);
  }

  @Test
  void readsJsonToo() throws IOException {
    var run = apply("{\"name\":\"n\",\"reason\":\"r\",\"source\":{\"topic\":\"orders\"}}", "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(isStarted()).isTrue();
  }

  @Test
  void needsConsent() throws IOException {
    var run = apply(FILE);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no terminal", "--plan " + HASH);
    assertThat(isStarted()).isFalse();
  }

  @Test
  void refusesAPlanWithAWarning() throws IOException {
    worker.on("POST", "/api/v1/plans", plan(SPEC).replace("\"records\":9", "\"records\":0"));

    var run = apply(FILE, "--yes");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("the plan is empty", "--allow-empty");
    assertThat(isStarted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLANNED", "RUNNING", "PAUSED", "COMPLETED", "COMPLETED_WITH_PARKED"})
  void doesNothingIfAReplayHasTheNameAndTheSpec(String state) throws IOException {
    // The worker has found a newer schema since then. The file names none.
    earlier(state, SPEC.replace("\"whereSchema\":7", "\"whereSchema\":6"));

    var run = apply(FILE, "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("nothing to do", ID, state);
    assertThat(isStarted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"FAILED, reprise replay retry", "CANCELLED, another name"})
  void saysWhatToDoIfTheReplayDoesNotGoOn(String state, String advice) throws IOException {
    earlier(state, SPEC);

    var run = apply(FILE, "--yes");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("nothing was done", state, advice);
    assertThat(isStarted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLANNED", "RUNNING", "FAILED"})
  void refusesAnotherSpecWhileTheReplayHasNotEnded(String state) throws IOException {
    earlier(state, SPEC.replace("total > 5", "total > 4").replace("copy", "other"));

    var run = apply(FILE, "--yes");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            state,
            "filter.where: \"data.total > 4\" -> \"data.total > 5\"",
            "target: \"other\" -> \"copy\"",
            "cancel it first");
    assertThat(isStarted()).isFalse();
  }

  @Test
  void startsAnotherSpecWhenTheReplayHasEnded() throws IOException {
    earlier("COMPLETED", SPEC.replace("\"target\":\"copy\",", ""));

    var run = apply(FILE, "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("target: (absent) -> \"copy\"");
    assertThat(isStarted()).isTrue();
  }

  @Test
  void aDryRunStartsNothing() throws IOException {
    var run = apply(FILE, "--dry-run");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(HASH);
    assertThat(isStarted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reason: r\\n"
            + "name: n\\n"
            + "source:\\n"
            + "  tpoic: t | spec.yaml: line 4: unknown key 'source.tpoic'",
        "reason: r\\nsource: {topic: t}          | spec.yaml: name is missing",
        "name: n\\nreason: r                     | spec.yaml: source.topic is missing",
        "name: n\\n"
            + "source: {topic: t, from: -2h} | source.from '-2h' means another time at each call",
        "name: n\\nsource: {topic: t, to: 2026-11-29 09:30} | source.to '2026-11-29 09:30' means",
        "name: n\\nsource: [                     | spec.yaml: ",
      })
  void refusesAFileThatCannotBeApplied(String text, String error) throws IOException {
    var run = apply(text.replace("\\n", "\n"), "--yes");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(error.strip());
    assertThat(worker.requests()).isEmpty();
  }

  @Test
  void aTimeWithADateMayBeInTheZoneOfTheFile() throws IOException {
    var run =
        apply(
            FILE.replace("from: 2026-11-29T09:30+01:00", "from: 2026-11-29 09:30")
                + "zone: Europe/Berlin\n",
            "--yes");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(worker.last().json().at("/spec/source/from").asText())
        .isEqualTo("2026-11-29T08:30:00Z");
  }
}
