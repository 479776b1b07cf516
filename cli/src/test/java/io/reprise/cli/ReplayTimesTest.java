package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, offsets, partitions and warnings on the command lines of replays. */
class ReplayTimesTest {
  private static final String PLANS = "/api/v1/plans";
  private static final String PLAN =
      """
      {"hash":"abcd","topicPartitions":8,
       "spec":{"source":{"topic":"orders","from":"2021-11-29T08:30:00Z","to":"latest"},
               "target":"copy","throttle":{}},
       "records":1200,"bytes":2048,"shards":[{}],"expectedSeconds":3,
       "partitions":[
         {"partition":0,"range":{"from":0,"to":1200},"missing":0,"estimatedBytes":2048,
          "firstRecordAt":"2021-11-29T08:30:00.250Z","lastRecordAt":"2021-11-29T10:00:00Z"},
         {"partition":1,"range":{"from":7,"to":7},"missing":0,"estimatedBytes":0}],
       "notes":[]}
      """;
  private static final String REPEATED =
      PLAN.replace(
          "\"notes\"",
          """
          "deliveredBefore":[
            {"replay":"r0","name":"nightly","state":"COMPLETED","startedBy":"ada",
             "startedAt":"2021-11-29T11:00:00Z","endedAt":"2021-11-29T11:05:00Z","delivered":500,
             "filter":{"keys":["user-7"],"types":[],"headers":{}},"partitions":[0]}],
           "notes\"\
          """);
  private static final String EMPTY = PLAN.replace("\"records\":1200", "\"records\":0");

  private final StubService worker = new StubService();

  @BeforeEach
  void prepare() {
    worker
        .on("POST", PLANS, PLAN)
        .on("POST", "/api/v1/replays", "{\"id\":\"r1\",\"state\":\"RUNNING\"}")
        .on("GET", "/api/v1/replays", "{\"replays\":[]}");
  }

  @AfterEach
  void stop() {
    worker.close();
  }

  private CommandLineRun replay(String line, String... more) {
    var words = line.split(" ", 2);
    return CommandLineRun.line(
        "replay %s --worker %s %s".formatted(words[0], worker.url(), words[1]), more);
  }

  private String source(String field) {
    return worker.last().json().at("/source/" + field).asText();
  }

  @Test
  void aTimeInTheZoneIsSentInUtcAndShown() {
    var run = replay("plan --topic orders --zone Europe/Berlin --from-time", "2021-11-29 09:30");

    assertThat(source("from")).isEqualTo("2021-11-29T08:30:00Z");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "--from-time '2021-11-29 09:30' means 2021-11-29T08:30:00Z"
                + " (2021-11-29 09:30:00 +01:00 in Europe/Berlin)\n");
  }

  @Test
  void anAbsoluteTimeIsSentAsItIs() {
    var run =
        replay("plan --topic orders --from-time 2021-11-29T08:30:00Z --to-time @1638178413000");

    assertThat(source("from")).isEqualTo("2021-11-29T08:30:00Z");
    assertThat(source("to")).isEqualTo("2021-11-29T09:33:33Z");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--from-time -2h", "--from-time 2h", "--last 2h", "--last 120m"})
  void aRelativeTimeIsResolvedOnceAndCanBeRepeated(String option) {
    var run = replay("plan --topic orders " + option);

    var sent = source("from");
    assertThat(Duration.between(Instant.parse(sent), Instant.now()))
        .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMinutes(1));
    assertThat(run.err()).contains(" means " + sent + " (");
    replay("plan --topic orders --from-time " + sent);
    assertThat(source("from")).isEqualTo(sent);
  }

  @Test
  void aPlanShowsItsWindowTheZoneAndTheTimesOfFirstAndLastRecords() {
    var run = replay("plan --topic orders --zone Europe/Berlin");

    assertThat(run.out())
        .containsPattern("from +2021-11-29 09:30:00 \\+01:00 \\(2021-11-29T08:30:00Z\\)")
        .containsPattern("to +latest")
        .containsPattern("time zone +Europe/Berlin \\(--zone\\)")
        .contains("FIRST RECORD", "LAST RECORD")
        .containsPattern("2021-11-29 09:30:00 \\+01:00 +2021-11-29 11:00:00 \\+01:00");
    assertThat(replay("plan --topic orders").out())
        .contains(ZoneId.systemDefault() + " (the system's)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"from\":\"earliest\"    | from +earliest",
        "\"from\":1500            | from +offset 1500 in each partition",
        "\"from\":{\"0\":7,\"3\":9} | from +offsets 0=7, 3=9",
      })
  void aPlanShowsAStartThatIsNoTime(String from, String row) {
    worker.on("POST", PLANS, PLAN.replace("\"from\":\"2021-11-29T08:30:00Z\"", from));

    assertThat(replay("plan --topic orders").out()).containsPattern(row);
  }

  @Test
  void offsetsOfSomePartitionsAreRefusedUnlessThePartitionsAreSelected() {
    var some = replay("plan --topic orders --from-offset 0=10");

    assertThat(some.exitCode()).isEqualTo(3);
    assertThat(some.out()).isEmpty();
    assertThat(some.err())
        .isEqualTo(
            "reprise: --from-offset 0=10 names 1 of the 8 partitions of topic 'orders': add"
                + " --partitions 0 to replay only these, or give an offset for each partition\n");
    assertThat(replay("start --topic orders --to-offset 0=9,2=3 --yes").err())
        .contains("--to-offset 0=9,2=3 names 2 of the 8", "add --partitions 0,2 ");
    assertThat(worker.last().path()).as("nothing was started").isEqualTo(PLANS);

    for (var line :
        new String[] {
          "--topic orders --partitions 0 --from-offset 0=10",
          "--topic orders:0 --from-offset 0=10",
          "--topic orders --from-offset 10",
          "--topic orders --from-offset 0=1,1=1,2=1,3=1,4=1,5=1,6=1,7=1",
        }) {
      var run = replay("plan " + line);
      assertThat(run.exitCode()).as(line + run.err()).isZero();
    }
    replay("plan --topic orders --partitions 3,0");
    assertThat(worker.last().json().at("/source/partitions").toString()).isEqualTo("[3,0]");
  }

  @Test
  void offsetsByPartitionInASpecFileSelectTheirPartitionsAsBefore(@TempDir Path directory)
      throws IOException {
    var file =
        Files.writeString(
            directory.resolve("spec.yaml"), "source:\n  topic: orders\n  from: {0: 10}\n");

    assertThat(replay("plan -f", file.toString()).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--yes", "--plan abcd", "--yes --allow-future"})
  void anEmptyPlanIsStartedOnlyIfItIsAllowed(String options) {
    worker.on("POST", PLANS, EMPTY);

    var run = replay("start --topic orders " + options);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "reprise: the replay was not started: the plan is empty: its ranges contain no offset,"
                + " so it delivers nothing: add --allow-empty to start it nevertheless\n");
    assertThat(worker.requests()).hasSize(1);

    var allowed = replay("start --topic orders --allow-empty " + options);
    assertThat(allowed.exitCode()).isZero();
    assertThat(allowed.err()).startsWith("warning: the plan is empty");
    assertThat(worker.last().path()).isEqualTo("/api/v1/replays");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--yes", "--plan abcd", "--yes --allow-empty"})
  void aRangeThatWasDeliveredBeforeIsStartedOnlyIfThatIsMeant(String options) {
    worker.on("POST", PLANS, REPEATED);

    var run = replay("start --topic orders --zone Europe/Berlin " + options);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "reprise: the replay was not started: replay r0 (nightly, COMPLETED), which ada started"
                + " at 2021-11-29 12:00:00 +01:00, has delivered 500 records into target copy with"
                + " the filter keys user-7, and this plan reads some of the same offsets: add"
                + " --again to start it nevertheless\n");
    assertThat(worker.requests()).hasSize(1);

    var meant = replay("start --topic orders --again " + options);
    assertThat(meant.exitCode()).isZero();
    assertThat(meant.err()).startsWith("warning: replay r0 (nightly, COMPLETED)");
    assertThat(worker.last().path()).isEqualTo("/api/v1/replays");
    assertThat(worker.last().json().path("again").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--yes", "--plan abcd", "--yes --again"})
  void aTargetWithSideEffectsIsUsedOnlyIfThatIsAllowed(String options) {
    worker.on("POST", PLANS, PLAN.replace("\"notes\"", "\"sideEffects\":true,\"notes\""));

    var run = replay("start --topic orders " + options);

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "reprise: the replay was not started: each record that is delivered into target copy"
                + " makes another system act, which cannot be undone: add --allow-side-effects to"
                + " start it nevertheless\n");
    assertThat(worker.requests()).hasSize(1);

    var meant = replay("start --topic orders --allow-side-effects " + options);
    assertThat(meant.exitCode()).isZero();
    assertThat(worker.last().json().path("allowSideEffects").asBoolean()).isTrue();
  }

  @Test
  void aStartAsksForNoRepetitionByItself() {
    replay("start --topic orders --yes");

    assertThat(worker.last().json().has("again")).isFalse();
    assertThat(worker.last().json().has("allowSideEffects")).isFalse();
  }

  @Test
  void aPlanNamesThreeEarlierReplaysAndCountsTheOthers() {
    var one = "{\"replay\":\"r0\",\"name\":\"n\",\"state\":\"RUNNING\",\"delivered\":0}";
    var five = String.join(",", java.util.Collections.nCopies(5, one));
    worker.on(
        "POST", PLANS, PLAN.replace("\"notes\"", "\"deliveredBefore\":[" + five + "],\"notes\""));

    var run = replay("plan --topic orders");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err().lines())
        .hasSize(4)
        .startsWith(
            "warning: replay r0 (n, RUNNING), which an unknown operator started, has delivered 0"
                + " records into target copy, and this plan reads some of the same offsets")
        .endsWith(
            "warning: 2 more replays have delivered offsets of this plan before (-o json names"
                + " them)");
  }

  @ParameterizedTest
  @CsvSource({"from,start", "to,end"})
  void aTimeInTheFutureIsStartedOnlyIfItIsAllowed(String option, String bound) {
    var line = "start --topic orders --yes --zone UTC --%s-time 2999-01-01T00:00:00Z ";

    var run = replay(line.formatted(option));

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .startsWith(
            "reprise: the replay was not started: the %s of the range, 2999-01-01 00:00:00 +00:00,"
                .formatted(bound))
        .contains("is in the future (now is ", "add --allow-future to start it nevertheless");
    assertThat(worker.requests()).hasSize(1);
    assertThat(replay(line.formatted(option) + "--allow-future").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan --from-time 2021-11-29T12:50:00Z --to-time 2021-11-29T12:46:00Z",
        "plan --from-time 2021-11-29T12:50:00Z --to-time 2021-11-29T12:46:00Z --to-new-topic x",
        "start --yes --from-time 2021-11-29T12:50:00Z --to-time 2021-11-29T12:46:00Z",
        "plan --from-time -5m --to-time -10m",
        "plan --last 1h --to-time 2021-11-29T12:46:00Z",
      })
  void aRangeThatEndsBeforeItStartsIsRefusedBeforeAnythingIsSent(String line) {
    var run = replay(line + " --topic orders");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .containsPattern(
            "reprise: the start of the range, \\S+Z, is after its end, \\S+Z: swap them\n");
    assertThat(worker.requests()).isEmpty();
  }

  @Test
  void aSpecFileWhoseRangeEndsBeforeItStartsIsRefused(@TempDir Path directory) throws IOException {
    var text = "source: {topic: orders, from: 2021-11-29T12:50:00Z}\n";

    var run = specFile(directory, text, "--to-time 2021-11-29T12:46:00Z");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is after its end, 2021-11-29T12:46:00Z: swap them");
    assertThat(worker.requests()).isEmpty();
  }

  @Test
  void aStartWithoutAQuestionShowsTheWarningsAmongTheNotes() {
    var note =
        "warning: target topic 'copies' has 5 partitions and the source topic 'orders' has 3";
    var notes = "\"notes\":[\"%s\",\"another note\"]".formatted(note);
    worker.on("POST", PLANS, PLAN.replace("\"notes\":[]", notes));

    var started = replay("start --topic orders --yes");
    var planned = replay("plan --topic orders");

    assertThat(started.exitCode()).isZero();
    assertThat(started.err()).isEqualTo(note + "\n");
    assertThat(planned.out()).contains("- " + note);
  }

  private CommandLineRun specFile(Path directory, String text, String options) throws IOException {
    var file = Files.writeString(directory.resolve("spec.yaml"), text);
    return replay("plan %s -f".formatted(options), file.toString());
  }

  @Test
  void aSpecFileTakesTheTimesOfTheOptionsInItsOwnZone(@TempDir Path directory) throws IOException {
    var text = "zone: Europe/Berlin\nsource:\n  topic: orders\n  from: 2021-11-29 09:30\n";

    var run = specFile(directory, text, "");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(source("from")).isEqualTo("2021-11-29T08:30:00Z");
    assertThat(worker.last().json().has("zone")).isFalse();
    assertThat(run.err())
        .isEqualTo(
            directory.resolve("spec.yaml")
                + ": source.from '2021-11-29 09:30' means 2021-11-29T08:30:00Z"
                + " (2021-11-29 09:30:00 +01:00 in Europe/Berlin)\n");
    assertThat(run.out()).contains("Europe/Berlin (zone in " + directory.resolve("spec.yaml"));

    specFile(directory, text, "--zone UTC");
    assertThat(source("from")).as("--zone wins").isEqualTo("2021-11-29T09:30:00Z");
    specFile(directory, text, "--from-time 2020-01-01T00:00:00Z");
    assertThat(source("from")).as("--from-time wins").isEqualTo("2020-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"14:02", "yesterday 14:02", "-2h", "1h30m", "'@1638178413000'"})
  void aSpecFileTakesEveryFormOfATime(String time, @TempDir Path directory) throws IOException {
    var run = specFile(directory, "source:\n  topic: orders\n  from: %s\n".formatted(time), "");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Instant.parse(source("from"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from: 1638178413000    | source.from '1638178413000': a number alone could be an offset"
            + " or",
        "to: '99'               | source.to '99': a number alone could be an offset or a time:"
            + " write {offset: 99} for this offset in every partition",
        "from: noon             | source.from 'noon': this is not a time: write it as 14:02",
        "from: 2021-11-29       | source.from '2021-11-29': the time of day is missing",
        "to: 99:99              | source.to '99:99': 99:99 is not a time of day",
      })
  void aValueOfASpecFileThatIsNoTimeIsRefused(String line, String error, @TempDir Path directory)
      throws IOException {
    var run = specFile(directory, "source:\n  topic: orders\n  %s\n".formatted(line), "");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("reprise: " + directory.resolve("spec.yaml") + ": " + error);
    assertThat(worker.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raeson: fix     | line 1: unknown key 'raeson': did you mean 'reason'?",
        "source: {tpoic: t} | line 1: unknown key 'source.tpoic': did you mean 'topic'?",
        "filter: {key: [a]} | line 1: unknown key 'filter.key': did you mean 'keys'?",
      })
  void aMisspeltKeyOfASpecFileIsNamedBeforeAnythingIsSent(
      String line, String error, @TempDir Path directory) throws IOException {
    var run = specFile(directory, line + "\n", "");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("reprise: " + directory.resolve("spec.yaml") + ": " + error + "\n");
    assertThat(worker.requests()).isEmpty();
  }

  @Test
  void anOffsetInASpecFileSaysThatItIsOne(@TempDir Path directory) throws IOException {
    specFile(directory, "source: {topic: orders, from: {offset: 5}, to: {0: 9, 1: 7}}\n", "");

    assertThat(worker.last().json().path("source").toString())
        .isEqualTo("{\"topic\":\"orders\",\"from\":5,\"to\":{\"0\":9,\"1\":7}}");
    specFile(directory, "source: {topic: orders, from: EARLIEST, to: latest}\n", "");
    assertThat(source("to")).isEqualTo("latest");
  }

  @Test
  void aZoneOfASpecFileThatDoesNotExistIsNamed(@TempDir Path directory) throws IOException {
    var run = specFile(directory, "zone: Europe/Berlim\nsource: {topic: orders}\n", "");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("zone in ", "spec.yaml 'Europe/Berlim'", "Europe/Berlin");
  }

  @Test
  void aTimeOfASpecFileInTheFutureIsAWarningToo(@TempDir Path directory) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("spec.yaml"),
            "source:\n  topic: orders\n  to: 2999-01-01T00:00:00Z\n");

    assertThat(replay("start --yes -f", file.toString()).exitCode()).isEqualTo(3);
  }

  @Test
  void aPlanAndADryRunShowTheirWarningsAndEndWithZero() {
    worker.on("POST", PLANS, EMPTY);

    for (var line : new String[] {"plan --topic orders", "start --topic orders --dry-run"}) {
      var run = replay(line);
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).startsWith("warning: the plan is empty");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from-offset 5  | source.from: 'x' is not an offset | --from-offset: 'x' is not an"
            + " offset",
        "--from-time 14:02| source.from: 'x' is not an offset | --from-time: 'x' is not an offset",
        "--last 2h        | spec.source.from: no             | --last: no",
        "--to-time 00:00  | source.to: no                    | --to-time: no",
        "--rate 5         | throttle.recordsPerSecond is 0   | --rate is 0",
        "--rate 5         | reason is missing: say why       | --reason is missing: say why",
        "--rate 5         | target is missing: name a target | --target is missing: name a target",
        "--rate 5         | name has 501 characters          | --name has 501 characters",
        "--rate 5         | target 'copy' writes to topic    | target 'copy' writes to topic",
        "--rate 5         | start at 7, or set onMissingOffsets to RECORD to count | start at 7, or"
            + " add --on-missing RECORD to count",
      })
  void anErrorOfTheWorkerNamesTheOption(String option, String detail, String expected) {
    worker.on("POST", PLANS, 400, "{\"status\":400,\"detail\":\"%s\"}".formatted(detail));

    var run = replay("plan --topic orders " + option);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).endsWith("reprise: " + expected + "\n");
  }

  @Test
  void anErrorNamesTheFieldThatOnlyTheSpecFileSets(@TempDir Path directory) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("spec.yaml"), "source: {topic: orders, from: {offset: 7}, to: y}\n");
    worker.on("POST", PLANS, 400, "{\"status\":400,\"detail\":\"source.from and source.to\"}");

    assertThat(replay("plan --to-offset 5 -f", file.toString()).err())
        .isEqualTo("reprise: source.from and --to-offset\n");
  }

  @Test
  void listTakesTheSameTimes() {
    var run = replay("list --zone Europe/Berlin --created-from 2021-11-29T09:30 --created-to @0");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(worker.last().path()).contains("from=2021-11-29T08%3A30%3A00Z&to=1970-01-01T00");
    assertThat(run.err())
        .startsWith("--created-from '2021-11-29T09:30' means 2021-11-29T08:30:00Z");
  }
}
