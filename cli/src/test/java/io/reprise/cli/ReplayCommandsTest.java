package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.ZonedTimes;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandsTest {
  private static final String REPLAYS = "/api/v1/replays";
  private static final String ONE = REPLAYS + "/r1";
  private static final String PLAN =
      """
      {"hash":"abcd","spec":{"source":{"topic":"orders"},"target":"copy","throttle":{}},
       "records":1200,"bytes":2048,"shards":[{},{}],"expectedSeconds":3,
       "partitions":[{"partition":0,"range":{"from":0,"to":1200},"missing":0,"estimatedBytes":2048}],
       "notes":["a note"],
       "reads":{"hotBytes":1024,"coldBytes":4096,"coldRecords":90,"objectGets":1234}}
      """;

  private static final String SAMPLE =
      """
      {"planHash":"abcd","offsets":1200,"blocks":2,"unread":1,"readOffsets":700,"readRecords":690,
       "matching":30,"undecided":4,
       "estimate":{"lowest":40,"expected":51,"highest":63,"exact":false},
       "selected":[{"partition":0,"offset":7,"timestamp":"2026-01-01T00:00:00Z","key":"ada",
                    "headers":[{"name":"ce_type","value":"user.paid"}],"value":{"cents":7}}],
       "others":[{"partition":0,"offset":8,"timestamp":"2026-01-01T00:00:00Z","key":"bob",
                  "headers":[],"valueBase64":"CQ==","fault":"its value is not Avro"}]}
      """;

  private final StubService worker = new StubService();

  private static String summary(String state) {
    boolean ended = !state.equals("RUNNING") && !state.equals("PAUSED");
    return """
    {"id":"r1","name":"n","reason":"why","state":"%s","topic":"orders","target":"copy",
     "ordering":"PARTITION","attempt":1,"throttle":{},"planned":1200,"accounted":600,
     "counts":{"delivered":500,"holes":100},"shards":2,"running":1,"done":1,"planHash":"abcd",
     "createdAt":"2026-01-01T00:00:00Z"%s}\
    """
        .formatted(state, ended ? ",\"endedAt\":\"2026-01-01T00:01:00Z\"" : "")
        .replace("\n", "");
  }

  private static String view(String state) {
    return "{\"summary\":%s,\"plan\":%s,\"shards\":[{\"index\":0,\"partition\":0,\"range\":{\"from\":0,\"to\":9},\"state\":\"DONE\"}]}"
        .formatted(summary(state), PLAN);
  }

  private static JsonNode tree(String json) throws IOException {
    return Json.json().readTree(json);
  }

  @BeforeEach
  void prepare() {
    worker
        .on("POST", "/api/v1/plans", PLAN)
        .on("POST", REPLAYS, summary("RUNNING"))
        .on("GET", REPLAYS, "[" + summary("RUNNING") + "]")
        .on("GET", ONE, view("RUNNING"));
  }

  @AfterEach
  void stop() {
    worker.close();
  }

  private CommandLineRun replay(String line, String... more) {
    var words = line.split(" ", 2);
    var rest = words.length == 1 ? "" : words[1];
    return CommandLineRun.line(
        "replay %s --worker %s %s".formatted(words[0], worker.url(), rest), more);
  }

  private JsonNode specOf(String line, String... more) {
    var run = replay("plan --sample 0 " + line, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return worker.last().json();
  }

  @Test
  void optionsBecomeAReplaySpec() throws IOException {
    var spec =
        specOf(
            "--topic orders:0,3 --from-offset 0=1500,3=20 --to-offset 2000 --on-missing record"
                + " --key ada --key bob --type user.paid --where data.cents>5 --target copy"
                + " --ordering key"
                + " --on-error skip --rate 100 --byte-rate 1MiB --name n --reason",
            "two words");

    assertThat(spec)
        .isEqualTo(
            tree(
                """
                {"name":"n","reason":"two words","target":"copy","ordering":"KEY","onError":"SKIP",
                 "source":{"topic":"orders","partitions":[0,3],"from":{"0":1500,"3":20},"to":2000,
                           "onMissingOffsets":"RECORD"},
                 "filter":{"keys":["ada","bob"],"types":["user.paid"],"where":"data.cents>5"},
                 "throttle":{"recordsPerSecond":100,"bytesPerSecond":1048576}}
                """));
  }

  @Test
  void timestampsAndAcceptedExpiryBecomeFieldsOfTheSpec() throws IOException {
    var source = "\"source\":{\"topic\":\"o\"}}";
    assertThat(specOf("--topic o --timestamps replay --accept-expiry"))
        .isEqualTo(tree("{\"timestamps\":\"REPLAY\",\"acceptExpiry\":true," + source));
    assertThat(specOf("--topic o --timestamps ORIGINAL"))
        .isEqualTo(tree("{\"timestamps\":\"ORIGINAL\"," + source));
  }

  @Test
  void adaptiveOptionsBecomeFieldsOfTheSpec() throws IOException {
    var source = ",\"source\":{\"topic\":\"o\"}}";
    assertThat(specOf("--topic o --adaptive")).isEqualTo(tree("{\"adaptive\":{}" + source));
    assertThat(
            specOf(
                "--topic o --adaptive-group a --adaptive-group b --max-lag 10000"
                    + " --max-latency 500ms"))
        .isEqualTo(
            tree(
                "{\"adaptive\":{\"groups\":[\"a\",\"b\"],\"maxLag\":10000,"
                    + "\"maxLatencyMillis\":500}"
                    + source));
  }

  @Test
  void describeShowsThePresentRateOfAnAdaptiveReplayAndItsCause() {
    var asked = "\"spec\":{\"adaptive\":{\"groups\":[\"live\"],\"maxLag\":10000},";
    var rate =
        "\"rate\":{\"recordsPerSecond\":120,\"cause\":\"group 'live' lags\","
            + "\"since\":\"2026-11-29T08:00:00Z\"},";
    worker.on(
        "GET",
        ONE,
        view("RUNNING")
            .replace("\"spec\":{", asked)
            .replace("{\"id\":\"r1\",", "{\"id\":\"r1\"," + rate)
            .replace("{\"index\":0,", "{\"index\":0," + rate));

    var run = replay("describe r1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("to the target; lag of live at most 10,000")
        .contains("at most 120 records/s since ")
        .contains("SLOWED BY")
        .contains("group 'live' lags");
  }

  @Test
  void parkingAndItsLimitBecomeFieldsOfTheSpec() throws IOException {
    assertThat(specOf("--topic o --on-error park --parked-limit 12.5"))
        .isEqualTo(
            tree(
                "{\"onError\":\"PARK\",\"parkedLimit\":{\"share\":0.125,\"records\":100},"
                    + "\"source\":{\"topic\":\"o\"}}"));
  }

  @Test
  void planAndReplayShowTimestampsAndAcceptedExpiry() {
    var asked = "\"spec\":{\"timestamps\":\"REPLAY\",\"acceptExpiry\":true,";
    worker
        .on("POST", "/api/v1/plans", PLAN.replace("\"spec\":{", asked))
        .on(
            "GET",
            ONE,
            view("RUNNING")
                .replaceFirst("\\{\"summary\":\\{", "{\"summary\":{" + asked.substring(8)));

    for (var line : List.of("plan --topic orders", "describe r1")) {
      assertThat(replay(line).out())
          .containsPattern("timestamps +REPLAY")
          .containsPattern("expiry +accepted");
    }
    worker.on("POST", "/api/v1/plans", PLAN);
    assertThat(replay("plan --topic orders").out()).containsPattern("timestamps +ORIGINAL");
  }

  @Test
  void namedBoundsAndTimesArePassedOn() {
    assertThat(specOf("--topic o --from-earliest --to-latest").path("source").toString())
        .isEqualTo("{\"topic\":\"o\",\"from\":\"earliest\",\"to\":\"latest\"}");
    assertThat(
            specOf("--topic o --from-time 2026-01-01T00:00:00Z --to-time 2026-02-01T00:00:00Z")
                .path("source")
                .toString())
        .isEqualTo(
            "{\"topic\":\"o\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-02-01T00:00:00Z\"}");
  }

  @Test
  void lastIsATimeBeforeNow() {
    var from = Instant.parse(specOf("--topic o --last 2h").at("/source/from").asText());

    assertThat(Duration.between(from, Instant.now()))
        .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMinutes(1));
  }

  @Test
  void optionsOverrideTheSpecFile(@TempDir Path directory) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("spec.yaml"),
            "reason: from the file\ntarget: a\nsource:\n  topic: orders\n  from: 5\n");

    var spec = specOf("--target b --from-offset 7 -f", file.toString());

    assertThat(spec)
        .isEqualTo(
            tree(
                """
                {"reason":"from the file","target":"b","source":{"topic":"orders","from":7}}
                """));
  }

  @Test
  void aPlanIsATableWithItsPartitionsAndNotes() {
    assertThat(replay("plan --topic orders").out())
        .contains("plan", "abcd", "1,200", "about 2.0 KiB", "PARTITION", "- a note")
        .contains("about 1.0 KiB from Kafka, 4.0 KiB from the object store in about 1,234 GET");
  }

  @Test
  void describeAndListShowWhatShardsWaitFor() {
    var wait =
        "\"waitsFor\":{\"shard\":0,\"reason\":\"WORKER\",\"since\":\"2026-01-01T00:00:30Z\","
            + "\"attempt\":4,\"error\":\"no credentials\"}";
    var waiting = summary("RUNNING").replaceFirst("\\{", "{\"waiting\":1," + wait + ",");
    worker
        .on("GET", REPLAYS, "[" + waiting + "]")
        .on(
            "GET",
            ONE,
            "{\"summary\":%s,\"plan\":%s,\"shards\":[{\"index\":0,\"state\":\"STOPPED\",%s}]}"
                .formatted(waiting, PLAN, wait));

    var sentence =
        "1 shard waits; shard 0 for a worker that can run it since %s, attempt 4: no credentials"
            .formatted(shown("2026-01-01T00:00:30Z"));
    assertThat(replay("list").out()).contains("WAITS FOR", sentence);
    assertThat(replay("describe r1").out())
        .contains(sentence, "WAITS FOR", "SINCE", "ATTEMPT", "LAST ERROR")
        .containsPattern(
            "a worker that can run it +%s +4 +no credentials"
                .formatted(Pattern.quote(shown("2026-01-01T00:00:30Z"))));
  }

  @Test
  void startDescribeAndListPrintTheSameReplayObject() throws IOException {
    var started = replay("start --topic orders --yes -o json").json();
    var described = replay("describe r1 -o json").json();
    var listed = replay("list -o json").json();
    var lines = replay("list -o jsonl").json();

    assertThat(started).isEqualTo(tree(summary("RUNNING")));
    assertThat(started.fieldNames().next()).isEqualTo("id");
    assertThat(described.path("replay")).isEqualTo(started);
    assertThat(described.fieldNames()).toIterable().containsExactly("replay", "plan", "shards");
    assertThat(listed.path(0)).isEqualTo(started);
    assertThat(lines).isEqualTo(started);
  }

  @Test
  void describePrintsTheAccountOfAnExpiredReplay() throws IOException {
    worker.on(
        "GET",
        ONE,
        "{\"summary\":%s,\"plan\":%s,\"shards\":[],\"account\":{\"digest\":\"ab\"}}"
            .formatted(summary("COMPLETED"), PLAN));

    var described = replay("describe r1 -o json").json();

    assertThat(described.at("/account/digest").asText()).isEqualTo("ab");
    assertThat(described.path("shards")).isEmpty();
  }

  @Test
  void everyActionPrintsTheReplayObject() throws IOException {
    for (var action : new String[] {"pause", "resume", "cancel", "retry"}) {
      worker.on("POST", ONE + "/" + action, summary("RUNNING"));
      assertThat(replay(action + " r1 -o json").json()).isEqualTo(tree(summary("RUNNING")));
    }
    worker.on("PUT", ONE + "/throttle", summary("RUNNING"));
    assertThat(replay("throttle r1 --rate 7 -o json").json()).isEqualTo(tree(summary("RUNNING")));
    assertThat(worker.last().body()).isEqualTo("{\"recordsPerSecond\":7}");
  }

  @Test
  void startSendsTheHashOfThePlanThatItShowed() {
    replay("start --topic orders --yes");

    assertThat(worker.last().json().path("planHash").asText()).isEqualTo("abcd");
    assertThat(worker.last().json().path("start").asBoolean()).isTrue();
  }

  @Test
  void startWithAHashSendsThatHashWithoutAsking() {
    replay("start --topic orders --plan 9999");

    assertThat(worker.last().json().path("planHash").asText()).isEqualTo("9999");
  }

  @Test
  void aDryRunStartsNothing() {
    var run = replay("start --topic orders --dry-run");

    assertThat(run.exitCode()).isZero();
    assertThat(worker.requests()).hasSize(1);
    assertThat(worker.last().path()).isEqualTo("/api/v1/plans");
  }

  @Test
  void aPlanWithAFilterShowsASampleOfItsOffsets() {
    var filtered = "\"spec\":{\"filter\":{\"keys\":[\"ada\"]},";
    worker
        .on("POST", "/api/v1/plans", PLAN.replace("\"spec\":{", filtered))
        .on("POST", "/api/v1/plans/sample", SAMPLE);

    var run = replay("plan --topic orders --key ada --last 1h");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "The filter selects about 51 records, between 40 and 63 with 95 % confidence.",
            "Sample: 30 of 690 records in 2 blocks, 700 of 1,200 offsets; blocks not read in time:"
                + " 1.")
        .containsPattern("0 +7 .*ada +user.paid +\\{\"cents\":7}")
        .containsPattern(
            "0 +8 .*bob .*\\(cannot be delivered: its value is not Avro\\) base64:CQ==");
    assertThat(worker.last().json().at("/source/from").toString()).isEqualTo("{\"0\":0}");
    assertThat(worker.last().json().at("/source/to").toString()).isEqualTo("{\"0\":1200}");
    assertThat(replay("plan --topic orders --key ada -o json").out()).contains("\"sample\" : {");
  }

  @Test
  void optionsBecomeTransformsInTheOrderSetMaskDropRename() throws IOException {
    var spec =
        specOf(
            "--topic o --rename name=fullName --drop note --mask email:hash --mask street"
                + " --upcast --rekey email --mask phone:keep-last-4 --set",
            "country='DE'");

    assertThat(spec.path("transforms"))
        .isEqualTo(
            tree(
                """
                {"steps":[{"do":"upcast"},
                          {"do":"set","field":"country","value":"'DE'"},
                          {"do":"mask","field":"email","how":"HASH"},
                          {"do":"mask","field":"street","how":"REDACT"},
                          {"do":"mask","field":"phone","how":"KEEP_LAST_4"},
                          {"do":"rekey","field":"email"},
                          {"do":"drop","field":"note"},
                          {"do":"rename","field":"name","to":"fullName"}]}
                """));
  }

  @Test
  void refusesTransformsThatDoNotHaveTheirForm() {
    var run = replay("plan --topic o --mask email:sha1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("give redact, hash or keep-last-4 after the colon");
    assertThat(replay("plan --topic o --rename name").exitCode()).isEqualTo(2);
    assertThat(replay("plan --topic o --set =1").exitCode()).isEqualTo(2);
  }

  @Test
  void aPlanWithTransformsShowsWhatTheyChange() {
    var changing = "\"spec\":{\"transforms\":{\"steps\":[{\"do\":\"mask\",\"field\":\"email\"}]},";
    worker
        .on("POST", "/api/v1/plans", PLAN.replace("\"spec\":{", changing))
        .on(
            "POST",
            "/api/v1/plans/sample",
            SAMPLE.replace(
                "\"value\":{\"cents\":7}",
                "\"value\":{\"email\":\"a@b\",\"cents\":7},\"after\":{\"email\":\"(masked)\",\"cents\":7},"
                    + "\"changed\":[\"email\"]"));

    var run = replay("plan --topic orders --mask email");

    assertThat(run.out())
        .containsPattern("transforms +mask email")
        .contains("email: \"a@b\" -> \"(masked)\"");
  }

  @Test
  void aPlanWithNewKeysShowsThem() {
    var sample = SAMPLE.replace("\"key\":\"ada\"", "\"key\":\"ada\",\"afterKey\":\"7\"");
    worker.on("POST", "/api/v1/plans/sample", sample);

    assertThat(replay("plan --topic orders --sample 3").out()).contains("ada -> 7");
  }

  @Test
  void aPlanIsShownAlsoIfItsSampleIsRefused() {
    worker.on(
        "POST", "/api/v1/plans/sample", 403, "{\"status\":403,\"detail\":\"you may not read\"}");

    var run = replay("plan --topic orders --sample 3");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).containsPattern("plan +abcd");
    assertThat(run.err()).contains("the plan is shown without a sample: you may not read");
    assertThat(replay("plan --topic orders --sample 51").exitCode()).isEqualTo(2);
  }

  @Test
  void aPlanThatNoLongerHoldsIsRefused() {
    worker.on("POST", REPLAYS, 409, "{\"status\":409,\"detail\":\"plan 9999 no longer holds\"}");

    var run = replay("start --topic orders --plan 9999");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("reprise: plan 9999 no longer holds\n");
    assertThat(run.out()).isEmpty();
  }

  private static String listed(String... ids) {
    return Stream.of(ids)
        .map(id -> summary("RUNNING").replace("\"r1\"", "\"" + id + "\""))
        .collect(Collectors.joining(",", "{\"replays\":[", "]}"));
  }

  @Test
  void theBeginningOfAnIdStandsForTheOnlyReplayThatHasIt() {
    var id = "019a1111-2222-7333-8444-555566667777";
    worker
        .on("GET", REPLAYS, listed(id, "019a1000-0000-7000-8000-000000000000"))
        .on("GET", REPLAYS + "/" + id, view("RUNNING"));

    for (var written : List.of("019a11", "019A1111-2", id)) {
      assertThat(replay("describe " + written).exitCode()).as(written).isZero();
    }
    assertThat(worker.requests().get(0).path())
        .isEqualTo(REPLAYS + "?limit=6&cursor=019a11ff-ffff-ffff-ffff-ffffffffffff");
    assertThat(worker.last().path()).isEqualTo(REPLAYS + "/" + id);
  }

  @Test
  void theBeginningOfSeveralIdsIsRefusedAndTheReplaysAreNamed() {
    var ids =
        IntStream.range(0, 6).mapToObj("019a1111-2222-7333-8444-00000000000%d"::formatted).toList();
    worker.on("GET", REPLAYS, listed(ids.toArray(String[]::new)));

    var run = replay("cancel 019a1111");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("reprise: '019a1111' is the beginning of several ids: " + ids.get(0))
        .contains(
            "(orders, RUNNING, created %s)".formatted(shown("2026-01-01T00:00:00Z")),
            ids.get(4),
            ", and more")
        .doesNotContain(ids.get(5))
        .endsWith(": give more characters of the id\n");
    assertThat(worker.last().method()).isEqualTo("GET");
  }

  @Test
  void aBeginningThatNoIdHasIsNotFound() {
    worker.on("GET", REPLAYS, listed("019a1111-2222-7333-8444-555566667777"));

    var run = replay("describe 019b");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("no replay has an id that begins with '019b'");
  }

  @Test
  void latestIsTheNewestReplayOfAllOrOfATopic() {
    var run = replay("describe latest");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).contains("there is no replay: start one with reprise replay start");

    worker.on("GET", REPLAYS, listed("r1")).on("POST", ONE + "/pause", summary("PAUSING"));
    assertThat(replay("describe latest").err()).contains("latest is replay r1");
    assertThat(worker.requests().get(1).path()).isEqualTo(REPLAYS + "?limit=1");
    assertThat(replay("pause latest --topic a&b").exitCode()).isZero();
    assertThat(worker.requests().get(3).path()).isEqualTo(REPLAYS + "?limit=1&topic=a%26b");
    assertThat(replay("describe r1 --topic orders").exitCode()).isEqualTo(2);
  }

  /** Returns a time as tables show it. */
  private static String shown(String time) {
    return new ZonedTimes(ZoneId.systemDefault(), "").text(Instant.parse(time));
  }

  @Test
  void listAndDescribeShowWhoStartedTheReplayAndTimesToTheSecond() {
    var started =
        summary("COMPLETED")
            .replaceFirst("\\{", "{\"startedBy\":\"ada\",\"startedAt\":\"2026-01-01T00:00:00Z\",")
            .replace("00:01:00Z", "00:01:30.25Z");
    worker.on("GET", REPLAYS, "[" + started + "]").on("GET", ONE, "{\"summary\":" + started + "}");

    assertThat(replay("list").out()).contains("STARTED BY", "ada");
    assertThat(replay("list -o wide").out())
        .contains("REASON", "why", shown("2026-01-01T00:01:30Z"));
    assertThat(replay("describe r1").out())
        .containsPattern("started by +ada\n")
        .containsPattern("ended +%s\n".formatted(Pattern.quote(shown("2026-01-01T00:01:30Z"))))
        .containsPattern("time taken +1m 30s\n");
  }

  @Test
  void watchConnectsAgainWhileTheClusterIsAway() {
    worker
        .on("GET", ONE + "/events", "data:" + summary("RUNNING") + "\n\n")
        .then("GET", ONE + "/events", 503, "{\"status\":503,\"detail\":\"no broker answers\"}")
        .then("GET", ONE + "/events", 503, "{\"status\":503,\"detail\":\"no broker answers\"}")
        .then("GET", ONE + "/events", 200, "data:" + summary("COMPLETED") + "\n\n");

    var run = replay("watch r1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .containsPattern(
            "no connection since \\d\\d:\\d\\d(:\\d\\d)?: no broker answers: trying again")
        .containsPattern("connected again after \\ds");
    assertThat(run.err().split("no broker answers", -1)).hasSize(2);
  }

  @Test
  void watchSaysOnceWhyAReplayHasPausedByItself() {
    var paused =
        summary("PAUSED").replace("\"attempt\"", "\"cause\":\"too many are parked\",\"attempt\"");
    worker.on(
        "GET",
        ONE + "/events",
        "data:%s\n\ndata:%s\n\ndata:%s\n\n".formatted(paused, paused, summary("COMPLETED")));

    var run = replay("watch r1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().split("too many are parked", -1)).hasSize(2);
  }

  @Test
  void watchGivesUpAfterItsLimitAndSaysThatTheReplayGoesOn() {
    worker.on("GET", ONE + "/events", 503, "{\"status\":503,\"detail\":\"no broker answers\"}");

    var run = replay("watch r1 --reconnect-for 300ms");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err())
        .contains("no broker answers: the replay goes on; watch it with: reprise replay watch r1");
  }

  @Test
  void anActionThatWaitsConnectsAgain() {
    worker
        .on("POST", ONE + "/pause", summary("RUNNING"))
        .on("GET", ONE, 503, "{\"status\":503,\"detail\":\"no broker answers\"}")
        .then("GET", ONE, 200, view("PAUSED"));

    var run = replay("pause r1 --wait -o json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().path("state").asText()).isEqualTo("PAUSED");
    assertThat(run.err()).contains("no broker answers: trying again", "connected again");
  }

  @Test
  void anInterruptedWatchSaysHowToWatchAgain() throws IOException, InterruptedException {
    worker.on("GET", ONE + "/events", 503, "{\"status\":503,\"detail\":\"no broker answers\"}");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"));
    var arguments =
        List.of("io.reprise.cli.Reprise", "replay", "watch", "r1", "--worker", worker.url());
    var process =
        new ProcessBuilder(Stream.of(command, arguments).flatMap(List::stream).toList()).start();

    try (var err = process.errorReader()) {
      var first = err.lines().filter(line -> line.contains("no broker answers")).findFirst();
      assertThat(first).isPresent();
      // SIGTERM runs the same hook as Ctrl-C. A process that a shell has started in the background
      // ignores SIGINT, and so do its children. The handle leaves the streams open.
      process.toHandle().destroy();

      assertThat(err.lines())
          .contains("the replay goes on; watch it with: reprise replay watch r1");
      assertThat(process.waitFor()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void waitReturnsOnceTheActionHasTakenEffect() {
    worker.on("POST", ONE + "/pause", summary("RUNNING")).on("GET", ONE, view("PAUSED"));

    assertThat(replay("pause r1 --wait -o json").json().path("state").asText()).isEqualTo("PAUSED");
  }

  @Test
  void waitFailsWhenTheReplayEndsOtherwise() {
    worker.on("POST", ONE + "/pause", summary("FAILED"));

    var run = replay("pause r1 --wait");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("replay r1 ended as FAILED");
  }

  @Test
  void watchReadsEventsUntilTheEndAndTellsSuccessFromFailure() {
    worker.on("GET", ONE + "/events", "data:" + summary("COMPLETED") + "\n\n");
    assertThat(replay("watch r1").exitCode()).isZero();

    worker.on("GET", ONE + "/events", "data:" + summary("FAILED") + "\n\n");
    assertThat(replay("watch r1").exitCode()).isEqualTo(1);
  }

  @Test
  void planAndReplayShowTheFilter() {
    var plan =
        PLAN.replace(
            "\"spec\":{",
            "\"spec\":{\"filter\":{\"keys\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"],"
                + "\"types\":[\"user.paid\"],\"headers\":{\"region\":\"eu\"},"
                + "\"where\":\"data.cents > 5\",\"whereSchema\":7},");
    worker.on("POST", "/api/v1/plans", plan).on("GET", ONE, view("RUNNING").replace(PLAN, plan));

    for (var line : List.of("plan --topic orders", "describe r1")) {
      assertThat(replay(line).out())
          .containsPattern(
              "filter +keys a, b, c, d, e and 1 more; types user.paid; headers region=eu;"
                  + " where data.cents > 5\\n");
    }
    worker.on("POST", "/api/v1/plans", PLAN);
    assertThat(replay("plan --topic orders").out()).doesNotContain("filter");
  }

  @Test
  void planAndReplayShowTheTransforms() {
    var plan =
        PLAN.replace(
            "\"spec\":{",
            "\"spec\":{\"transforms\":{\"steps\":["
                + "{\"do\":\"mask\",\"field\":\"email\",\"how\":\"HASH\"},"
                + "{\"do\":\"drop\",\"field\":\"note\"}]},");
    worker.on("POST", "/api/v1/plans", plan).on("GET", ONE, view("RUNNING").replace(PLAN, plan));

    for (var line : List.of("plan --topic orders", "describe r1")) {
      assertThat(replay(line).out()).containsPattern("transforms +mask email HASH; drop note\\n");
    }
    worker.on("GET", ONE, view("RUNNING"));
    assertThat(replay("describe r1").out()).doesNotContain("transforms");
  }

  @Test
  void aReplayThatDeliveredNothingSaysSo() {
    var empty = summary("COMPLETED").replace("\"delivered\":500", "\"delivered\":0");
    var note = "its range and filter select no records";
    worker
        .on("GET", ONE + "/events", "data:" + empty + "\n\n")
        .on("GET", ONE, view("COMPLETED").replace(summary("COMPLETED"), empty));

    assertThat(replay("watch r1").err()).contains(note);
    assertThat(replay("describe r1").err()).contains(note);
    worker.on("GET", ONE, view("COMPLETED"));
    assertThat(replay("describe r1").err()).doesNotContain(note);
  }

  @Test
  void aTargetThatKeepsNoRecordsIsNotShownWithANumber() {
    worker.on("POST", ONE + "/verify", "{\"verified\":true,\"targetRecords\":-1,\"findings\":[]}");

    assertThat(replay("verify r1").out())
        .containsPattern("records in the target +not compared: no topic of the workers' cluster")
        .doesNotContain("-1");
  }

  @Test
  void anotherServiceAtTheAddressIsNotTakenForAWorker() {
    worker.on(
        "GET", REPLAYS, 404, "{\"status\":404,\"detail\":\"nothing is at GET /api/v1/replays\"}");

    var run = replay("list");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains(worker.url().substring("http://".length()), "is not a replay worker");
  }

  @Test
  void describeIsATableOfTheReplayAndItsShards() {
    assertThat(replay("describe r1").out())
        .contains("600 of 1,200 offsets (50 %)", "1 of 2 done, 1 running", "SHARD", "0..9");
  }

  @Test
  void listEncodesItsSelectionsInTheQuery() {
    replay("list --state running --topic RUN&NING");

    assertThat(worker.last().path())
        .isEqualTo(REPLAYS + "?state=running&topic=RUN%26NING&limit=50");
  }

  @Test
  void listAsksForWhatIsSelectedAndSaysThatThereIsMore() {
    worker.on("GET", REPLAYS, "{\"replays\":[" + summary("RUNNING") + "],\"next\":\"r1\"}");

    var run =
        replay(
            "list --topic orders --target copy --created-from 2026-01-01T00:00:00Z --created-to"
                + " 2026-02-01T00:00:00Z --limit 1 --cursor r9");

    assertThat(worker.last().path())
        .isEqualTo(
            REPLAYS
                + "?topic=orders&target=copy&from=2026-01-01T00%3A00%3A00Z"
                + "&to=2026-02-01T00%3A00%3A00Z&limit=1&cursor=r9");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("r1", "RUNNING");
    assertThat(run.err()).contains("There are more replays.", "--cursor r1");
  }

  @Test
  void listReadsPagesUpToItsLimit() throws IOException {
    worker.on("GET", REPLAYS, "{\"replays\":[" + summary("RUNNING") + "],\"next\":\"r1\"}");

    var run = replay("list --limit 2 -o json");

    assertThat(worker.requests()).hasSize(2);
    assertThat(worker.requests().get(1).path()).isEqualTo(REPLAYS + "?limit=1&cursor=r1");
    assertThat(run.json()).hasSize(2);
  }

  @Test
  void listSaysNothingOfMoreOnTheLastPageAndRefusesAnEmptyPage() {
    worker.on("GET", REPLAYS, "{\"replays\":[" + summary("RUNNING") + "]}");

    assertThat(replay("list").err()).isEmpty();
    assertThat(replay("list --limit 0").exitCode()).isEqualTo(2);
  }

  @Test
  void anUnknownIdExitsWithFour() {
    var run = replay("describe r2");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("/api/v1/replays/r2");
  }

  @Test
  void aReceiptDecidesTheExitCode() {
    worker.on("GET", ONE + "/receipt", "{\"replay\":\"r1\",\"complete\":false,\"partitions\":[]}");
    assertThat(replay("receipt r1").exitCode()).isEqualTo(1);

    worker.on("GET", ONE + "/receipt", "{\"replay\":\"r1\",\"complete\":true,\"partitions\":[]}");
    assertThat(replay("receipt r1 -o yaml").exitCode()).isZero();
  }

  @Test
  void aReceiptNamesWhatIsInDoubtAlsoAfterTheReplayHasExpired() {
    worker.on(
        "GET",
        ONE + "/receipt",
        """
        {"replay":"r1","complete":false,"partitions":[
          {"partition":0,"shards":[{"shard":{"index":3},"doubt":"offsets [5, 9)"}]},
          {"partition":1,"shards":[],"doubts":{"7":"offsets [20, 30)"}}]}
        """);

    assertThat(replay("receipt r1").out())
        .contains("In doubt, shard 3: offsets [5, 9)")
        .contains("In doubt, shard 7: offsets [20, 30)");
  }

  @Test
  void aVerificationDecidesTheExitCodeAndPrintsItsFindings() {
    worker.on("POST", ONE + "/verify", "{\"verified\":false,\"findings\":[\"offset 7 twice\"]}");

    var run = replay("verify r1");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("- offset 7 twice");
  }

  @Test
  void targetsAreListed() {
    worker.on("GET", "/api/v1/targets", "[{\"name\":\"copy\",\"topic\":\"t\"}]");

    assertThat(replay("targets").out()).contains("TARGET", "copy");
  }

  private static final String PATTERNS =
      """
      [{"name":"copy","topic":"t"},
       {"name":"new-topic","topicPattern":"*-shadow"},{"name":"teams","topicPattern":"team.*"}]
      """;

  @Test
  void targetsThatCreateTopicsAreListedWithTheirPattern() {
    worker.on("GET", "/api/v1/targets", PATTERNS);

    assertThat(replay("targets").out()).contains("*-shadow (--to-new-topic)");
  }

  @Test
  void aNewTopicIsSentWithTheTargetWhosePatternItMatches() {
    worker.on("GET", "/api/v1/targets", PATTERNS);

    var spec = specOf("--topic orders --to-new-topic orders-shadow");

    assertThat(spec.path("target").asText()).isEqualTo("new-topic:orders-shadow");
  }

  @Test
  void thePlanShowsTheTopicThatTheStartCreates() {
    var topic = "{\"createsTopic\":{\"name\":\"orders-shadow\",\"partitions\":8},";
    worker.on("POST", "/api/v1/plans", PLAN.replaceFirst("\\{", topic));

    assertThat(replay("plan --topic orders --target new-topic:orders-shadow").out())
        .containsPattern("new topic +orders-shadow, with 8 partitions, is created at the start");
    worker.on("POST", "/api/v1/plans", PLAN);
    assertThat(replay("plan --topic orders").out()).doesNotContain("new topic");
  }

  @Test
  void aNewTopicWithoutOneMatchingTargetIsRefusedWithWhatToConfigure() {
    worker.on("GET", "/api/v1/targets", PATTERNS);
    var unmatched = replay("plan --topic orders --to-new-topic orders");
    var ambiguous = replay("start --topic orders --yes --to-new-topic team.orders-shadow");
    var both = replay("plan --topic orders --target copy --to-new-topic orders-shadow");
    worker.on("GET", "/api/v1/targets", "[{\"name\":\"copy\",\"topic\":\"t\"}]");
    var none = replay("plan --topic orders --to-new-topic orders-shadow");

    assertThat(unmatched.exitCode()).isEqualTo(3);
    assertThat(unmatched.err())
        .contains(
            "--to-new-topic orders: the topic must match a pattern of the workers' configuration:"
                + " '*-shadow' (target new-topic), 'team.*' (target teams); orders-shadow is a name"
                + " that matches");
    assertThat(ambiguous.exitCode()).isEqualTo(2);
    assertThat(ambiguous.err())
        .contains(
            "choose one with --target new-topic:team.orders-shadow or --target"
                + " teams:team.orders-shadow");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err())
        .contains("--target and --to-new-topic exclude each other: give one of them");
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.err())
        .contains("no target of the workers can create topics", "kind: kafka-pattern");
    assertThat(worker.requests()).noneMatch(request -> request.method().equals("POST"));
  }
}
