package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that call archiver, compactor, ingest service and registry, against a stub. */
class OtherCommandsTest {
  private static final String ARCHIVE = "/api/v1/archive/";

  private final StubService service = new StubService();

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandLineRun archive(String line) {
    return CommandLineRun.line("archive " + line + " --archiver " + service.url());
  }

  private CommandLineRun snapshot(String line) {
    return CommandLineRun.line("snapshot " + line + " --compactor " + service.url());
  }

  @Test
  void archiveStatusIsATableOrTheAnswer() {
    var status =
        """
        {"partitions":[{"topic":"o","partition":0,"archived":{"from":0,"to":9},"bytes":2048}],
         "refused":["topic p is refused"]}
        """;
    service.on("GET", ARCHIVE + "status", status);

    assertThat(archive("status").out()).contains("0..9", "2.0 KiB", "- topic p is refused");
    assertThat(archive("status -o json").json().at("/partitions/0/topic").asText()).isEqualTo("o");
  }

  @Test
  void archiveProveFailsWithItsFindings() {
    service.on(
        "POST",
        ARCHIVE + "prove",
        """
        {"progress":{"unit":"segments","done":1,"total":2}}
        {"finding":{"object":"a/b","problem":"checksum differs"}}
        {"summary":{"topic":"o","findings":1}}
        """);

    var run = archive("prove --topic o --partition 0,2 --from-offset 1 --to-offset 5");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("- a/b: checksum differs");
    assertThat(service.last().body())
        .isEqualTo("{\"topic\":\"o\",\"partitions\":[0,2],\"from\":1,\"to\":5}");
    var json = archive("prove --topic o -o json").json();
    assertThat(json.at("/found/0/object").asText()).isEqualTo("a/b");
  }

  @Test
  void archiveProveWithoutFindingsExitsWithZero() {
    service.on("POST", ARCHIVE + "prove", "{\"summary\":{\"topic\":\"o\",\"findings\":0}}\n");

    assertThat(archive("prove --topic o").exitCode()).isZero();
  }

  @Test
  void archiveCatPrintsOneObjectPerLine() {
    service.on(
        "GET",
        ARCHIVE + "records",
        "{\"record\":{\"offset\":3}}\n{\"record\":{\"offset\":4}}\n{\"summary\":{}}\n");

    var run = archive("cat --topic a&b --partition 2 --from-offset 3 --to-offset 5");

    assertThat(run.out()).isEqualTo("{\"offset\":3}\n{\"offset\":4}\n");
    assertThat(service.last().path())
        .isEqualTo(ARCHIVE + "records?topic=a%26b&partition=2&from=3&to=5");
  }

  @Test
  void archiveListShowsArchivesOfTopicsThatNoLongerExist() {
    service.on(
        "GET",
        ARCHIVE + "archives",
        """
        {"archive":{"topic":"o","topicId":"AAAA","state":"ABSENT","partitions":2,"bytes":2048}}
        {"archive":{"topic":"o","topicId":"BBBB","state":"CURRENT","partitions":2,"bytes":1}}
        {"summary":{"archives":2}}
        """);

    assertThat(archive("list --topic o").out()).contains("AAAA", "ABSENT", "BBBB", "CURRENT");
    assertThat(service.last().path()).isEqualTo(ARCHIVE + "archives?topic=o");
    assertThat(archive("list -o json").json().at("/1/topicId").asText()).isEqualTo("BBBB");
    assertThat(service.last().path()).isEqualTo(ARCHIVE + "archives");
  }

  @Test
  void archivesAreNamedByTopicId() {
    service
        .on("GET", ARCHIVE + "records", "{\"summary\":{}}\n")
        .on("POST", ARCHIVE + "prove", "{\"summary\":{\"findings\":0}}\n")
        .on("POST", ARCHIVE + "restore", "{\"summary\":{\"records\":4}}\n");

    archive("cat --topic o --topic-id A_A-A --partition 2");
    assertThat(service.last().path())
        .isEqualTo(ARCHIVE + "records?topic=o&topicId=A_A-A&partition=2");
    archive("prove --topic o --topic-id AAAA --unanchored");
    assertThat(service.last().body())
        .isEqualTo("{\"topic\":\"o\",\"partitions\":[],\"topicId\":\"AAAA\",\"unanchored\":true}");
    archive("restore --topic o --topic-id AAAA --into p");
    assertThat(service.last().json().path("topicId").asText()).isEqualTo("AAAA");
  }

  @Test
  void archiveMergeSendsPartitionsAndTimeAndShowsTheSummary() {
    service.on(
        "POST",
        ARCHIVE + "merge",
        """
        {"merged":{"partition":0,"segments":144,"bytesBefore":9,"bytes":5,"object":"a"}}
        {"summary":{"topic":"o","partitions":1,"merged":144,"into":1,"bytesBefore":2048,"bytes":9}}
        """);

    assertThat(archive("merge --topic o").out()).contains("144", "2,048");
    assertThat(service.last().body()).isEqualTo("{\"topic\":\"o\",\"partitions\":[]}");
    archive("merge --topic o --partition 0,2 --until 2026-01-01T00:00:00Z");
    assertThat(service.last().body())
        .isEqualTo("{\"topic\":\"o\",\"partitions\":[0,2],\"until\":\"2026-01-01T00:00:00Z\"}");
    var run = archive("merge --topic o --until 2026-01-01T01:00 --zone +01:00");
    assertThat(service.last().json().path("until").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(run.err()).startsWith("--until '2026-01-01T01:00' means 2026-01-01T00:00:00Z (");
  }

  @Test
  void archiveGcDeletesOnlyWithApply() {
    service.on("POST", ARCHIVE + "gc", "{\"summary\":{\"orphans\":0}}\n");

    archive("gc");
    assertThat(service.last().body()).isEqualTo("{\"apply\":false}");
    archive("gc --topic o --apply");
    assertThat(service.last().body()).isEqualTo("{\"apply\":true,\"topic\":\"o\"}");
  }

  @Test
  void archiveRestoreSendsTargetAndRange() {
    service.on("POST", ARCHIVE + "restore", "{\"summary\":{\"into\":\"p\",\"records\":4}}\n");

    assertThat(archive("restore --topic o --into p --append").out()).contains("p");
    assertThat(service.last().body())
        .isEqualTo("{\"topic\":\"o\",\"partitions\":[],\"into\":\"p\",\"append\":true}");
  }

  @Test
  void archiveProbeFailsWithoutCreateOnlyWrites() {
    service.on("GET", ARCHIVE + "probe", "{\"createOnly\":false,\"findings\":[]}");
    assertThat(archive("probe").exitCode()).isEqualTo(1);

    service.on("GET", ARCHIVE + "probe", "{\"createOnly\":true,\"findings\":[]}");
    assertThat(archive("probe -o yaml").out()).contains("createOnly: true");
  }

  @Test
  void holdsAreAddedListedAndRemoved() {
    var holds = "[{\"topic\":\"o\",\"partition\":0,\"hold\":{\"id\":\"h1\",\"from\":5}}]";
    service
        .on("POST", ARCHIVE + "holds", holds)
        .on("GET", ARCHIVE + "holds", holds)
        .on("DELETE", ARCHIVE + "holds/h1", holds);

    assertThat(archive("hold add --topic o --from-offset 5 --partition 0 --reason audit").out())
        .contains("h1");
    assertThat(service.last().body())
        .isEqualTo("{\"topic\":\"o\",\"reason\":\"audit\",\"from\":5,\"partitions\":[0]}");
    archive("hold add --topic o --from-time 2026-01-01T00:00:00Z --reason audit");
    assertThat(service.last().json().path("since").asText()).isEqualTo("2026-01-01T00:00:00Z");
    archive("hold add --topic o --from-time 2026-01-01T01:00 --zone +01:00 --reason audit");
    assertThat(service.last().json().path("since").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(archive("hold list --topic o -o jsonl").json().at("/hold/id").asText())
        .isEqualTo("h1");
    assertThat(archive("hold remove h1 --topic o").exitCode()).isZero();
  }

  @Test
  void snapshotGetPrintsTheAnswer() {
    service.on("GET", "/api/v1/snapshots/o/merge.v2/ada lovelace", "{\"key\":\"ada lovelace\"}");

    var run =
        CommandLineRun.line(
            "snapshot get --topic o --reducer merge.v2 --compactor " + service.url() + " --key",
            "ada lovelace");

    assertThat(run.json().path("key").asText()).isEqualTo("ada lovelace");
  }

  @Test
  void snapshotListHasOneRowPerPartition() {
    service.on(
        "GET",
        "/api/v1/snapshots",
        """
        [{"topic":"o","reducer":"merge.v1","partitions":[{"partition":0,"lag":1},{"partition":1}]}]
        """);

    assertThat(snapshot("list").out().lines()).hasSize(3);
    assertThat(snapshot("list -o json").json()).hasSize(1);
  }

  @Test
  void snapshotAuditFailsOnADifferenceOrASkippedKey() {
    var path = "/api/v1/snapshots/audit";
    service.on("POST", path, "{\"summary\":{\"keys\":9,\"differing\":0,\"skipped\":[]}}\n");
    assertThat(snapshot("audit --topic o --reducer merge --sample 3").exitCode()).isZero();
    assertThat(service.last().body())
        .isEqualTo("{\"topic\":\"o\",\"reducer\":\"merge.v1\",\"sample\":3}");

    service.on("POST", path, "{\"summary\":{\"keys\":9,\"differing\":1,\"skipped\":[]}}\n");
    assertThat(snapshot("audit --topic o --reducer merge").exitCode()).isEqualTo(1);

    service.on("POST", path, "{\"summary\":{\"keys\":9,\"differing\":0,\"skipped\":[\"k\"]}}\n");
    assertThat(snapshot("audit --topic o --reducer merge").exitCode()).isEqualTo(1);
  }

  @Test
  void snapshotExportSendsReducerAndVersion() {
    service
        .on("POST", ARCHIVE + "snapshots", "{\"summary\":{\"generation\":4}}\n")
        .on("GET", ARCHIVE + "snapshots", "{\"generations\":[{\"generation\":4}]}");

    var line = "snapshot export --topic o --reducer merge.v3 --archiver " + service.url();

    assertThat(CommandLineRun.line(line + " -o json").json().path("generation").asInt())
        .isEqualTo(4);
    assertThat(service.last().body())
        .isEqualTo("{\"topic\":\"o\",\"reducer\":\"merge\",\"version\":3}");
    assertThat(CommandLineRun.line(line + " --list").out()).contains("GENERATION", "4");
  }

  @Test
  void publishOfAFileFailsWhenAnEventIsRefused(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("e.json"), "{\"id\":\"1\"}").toString();
    var path = "/api/v1/topics/o/events";
    service.on("POST", path, "[{\"status\":\"stored\",\"partition\":0,\"offset\":7}]");
    var line = "publish --topic o --ingest " + service.url() + " --file";

    assertThat(CommandLineRun.line(line, file).exitCode()).isZero();
    assertThat(service.last().body()).isEqualTo("[{\"id\":\"1\"}]");

    service.on("POST", path, "[{\"status\":\"refused\",\"problem\":{\"detail\":\"no type\"}}]");
    var refused = CommandLineRun.line(line, file);
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.out()).contains("no type");
  }

  @Test
  void publishShowsTheFaultOfEachEventWhenAllAreRefused(@TempDir Path directory)
      throws IOException {
    var file = Files.writeString(directory.resolve("e.json"), "[{},{}]").toString();
    service.on(
        "POST",
        "/api/v1/topics/o/events",
        422,
        """
        {"status":422,"detail":"none of the 2 events can be stored: see the problem of each",
         "results":[{"status":"rejected","problem":{"detail":"no id"}},
                    {"status":"rejected","problem":{"detail":"no type"}}]}
        """);
    var line = "publish --topic o --ingest " + service.url() + " --file " + file;

    var table = CommandLineRun.line(line);
    assertThat(table.exitCode()).as(table.err()).isEqualTo(3);
    assertThat(table.out()).contains("rejected", "no id", "no type");
    assertThat(CommandLineRun.line(line + " -o json").json().at("/1/problem/detail").asText())
        .isEqualTo("no type");
    assertThat(CommandLineRun.line(line + " -o jsonl").out().lines()).hasSize(2);
  }

  @Test
  void aProofOfNothingExitsWithNotFound() {
    service.on(
        "POST",
        ARCHIVE + "prove",
        "{\"summary\":{\"topic\":\"o\",\"partitions\":3,\"segments\":0,\"findings\":0}}\n");

    var run = archive("prove --topic o");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("nothing was proved: topic 'o' has no archived segment");
    assertThat(archive("prove --topic o -o json").exitCode()).isEqualTo(4);
  }

  @Test
  void anEmptyArchiveStatusSaysSo() {
    service.on("GET", ARCHIVE + "status", "{\"partitions\":[],\"refused\":[]}");

    assertThat(archive("status").err()).contains("no partition is archived");
  }

  @Test
  void aHoldOnATopicThatIsNotArchivedIsKeptWithAWarning() {
    service
        .on("POST", ARCHIVE + "holds", "[]")
        .on("GET", ARCHIVE + "status", "{\"partitions\":[],\"refused\":[]}");
    var add = "hold add --topic o --from-offset 5 --reason audit";

    var run = archive(add);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("no archiver archives topic 'o'", "retention.ms");

    service.on("GET", ARCHIVE + "status", "{\"partitions\":[{\"topic\":\"o\"}]}");
    assertThat(archive(add).err()).isEmpty();
  }

  @Test
  void aRemovedHoldIsCalledRemoved() {
    service.on("DELETE", ARCHIVE + "holds/h1", "[{\"topic\":\"o\",\"hold\":{\"id\":\"h1\"}}]");

    assertThat(archive("hold remove h1 --topic o").out()).startsWith("REMOVED HOLD");
  }

  @Test
  void tablesShowWordsAndNotTheNamesOfFields() {
    service
        .on("POST", ARCHIVE + "merge", "{\"summary\":{\"bytesBefore\":2048,\"bytes\":9}}\n")
        .on("GET", "/api/v1/snapshots", "[]");

    assertThat(archive("merge --topic o").out())
        .contains("bytes before")
        .doesNotContain("bytesBefore");
    assertThat(snapshot("list").out()).contains("STATE RECORDS").doesNotContain("KEYS");
  }

  @Test
  void aRegisteredSchemaOfAMissingTopicSaysHowToCreateTheTopic(@TempDir Path directory)
      throws IOException {
    var file = Files.writeString(directory.resolve("s.avsc"), schema("")).toString();
    var escaped = schema("").replace("\"", "\\\"");
    service
        .on("POST", "/subjects/o-value/versions", "{\"id\":7}")
        .on(
            "GET",
            "/subjects/o-value/versions/latest",
            "{\"subject\":\"o-value\",\"id\":7,\"version\":1,\"schema\":\"" + escaped + "\"}")
        .on("GET", "/api/v1/topics", "[{\"topic\":\"p\"}]");
    var line =
        "schemas register --topic o --registry %s --worker %s %s"
            .formatted(service.url(), service.url(), file);

    var run = CommandLineRun.line(line);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("no topic 'o' yet", "reprise topics create o --partitions");

    service.on("GET", "/api/v1/topics", "[{\"topic\":\"o\"}]");
    assertThat(CommandLineRun.line(line).err()).doesNotContain("topics create");
  }

  @Test
  void publishRefusesAFileThatIsNotJson(@TempDir Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("e.json"), "{nothing").toString();

    var run = CommandLineRun.line("publish --topic o --file", file);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(file + " is not JSON");
  }

  @Test
  void publishOfExamplesPrintsHowManyAreStored() {
    service.on("POST", "/api/v1/topics/o/events", "[{\"status\":\"stored\"}]");

    var run = CommandLineRun.line("publish --topic o --count 1 -o json --ingest " + service.url());

    assertThat(run.json().toString()).isEqualTo("{\"published\":1,\"topic\":\"o\"}");
    assertThat(service.last().json().at("/0/type").asText()).isEqualTo("user.signed-up");
  }

  @Test
  void eventsReadShowsTextAndTypesAndReadsPageByPage() {
    var value = Base64.getEncoder().encodeToString("hello".getBytes());
    service.on(
        "GET",
        "/api/v1/topics/o/partitions/0/records",
        """
        {"records":[{"offset":3,"key":"ada","valueBase64":"%s",
                     "headers":[{"name":"ce_type","value":"user.paid"}]}],"next":4,"to":4}
        """
            .formatted(value));

    var run =
        CommandLineRun.line(
            "events read --topic o --partition 0 --from-offset 3 --limit 5 -o json --worker "
                + service.url());

    assertThat(run.json().at("/0/value").asText()).isEqualTo("hello");
    assertThat(run.json().at("/0/type").asText()).isEqualTo("user.paid");
    assertThat(run.json().at("/0/valueBase64").isMissingNode()).isTrue();
    assertThat(service.last().path()).endsWith("?limit=5&from=3");
  }

  @Test
  void topicsAreListedAndDescribed() {
    service
        .on("GET", "/api/v1/topics", "[{\"topic\":\"o\",\"partitions\":8}]")
        .on("GET", "/api/v1/topics/o", "{\"partitions\":[{\"partition\":0,\"bytes\":1}]}");

    assertThat(CommandLineRun.line("topics list --worker " + service.url()).out()).contains("o");
    var described = CommandLineRun.line("topics describe o --worker " + service.url());
    assertThat(described.out())
        .contains("HIGH WATERMARK", "1 B", "topic o, without a known schema");
    assertThat(described.err()).contains("the schema is not shown: ", "http://127.0.0.1:1");
  }

  @Test
  void aTopicIsDescribedWithTheNewestSchemaOfItsValues() {
    service
        .on("GET", "/api/v1/topics/o", "{\"partitions\":[{\"partition\":0,\"bytes\":1}]}")
        .on(
            "GET",
            "/subjects/o-value/versions/latest",
            "{\"subject\":\"o-value\",\"version\":2,\"id\":7,\"schema\":"
                + "\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Order\\\","
                + "\\\"fields\\\":[]}\"}");
    var line =
        "topics describe o --worker %s --registry %s".formatted(service.url(), service.url());

    assertThat(CommandLineRun.line(line).out())
        .startsWith("topic o, schema Order: subject o-value, version 2, id 7\n");
    var json = CommandLineRun.line(line + " -o json").json();
    assertThat(json.at("/schema/id").asInt()).isEqualTo(7);
    assertThat(json.at("/partitions/0/bytes").asInt()).isEqualTo(1);
  }

  @Test
  void topicsListHidesTopicsThatOnlyOneProgramMayWrite() {
    service.on(
        "GET",
        "/api/v1/topics",
        """
        [{"topic":"o"},{"topic":"_schemas"},{"topic":"reprise.commands"},{"topic":"a.commands"},
         {"topic":"o.snapshots.merge.v1"},{"topic":"o.snapshots.merge.v1.parked"},
         {"topic":"x.commands"},{"topic":"x.replays"},{"topic":"x.slots"},{"topic":"x.progress"},
         {"topic":"compactor-o-merge-changelog"}]
        """);
    var line = "topics list -o json --worker " + service.url();

    var shown = CommandLineRun.line(line);

    assertThat(shown.json())
        .extracting(t -> t.path("topic").asText())
        .containsExactly("o", "a.commands");
    assertThat(shown.err())
        .contains("9 internal or derived topics are not shown: --all lists them");
    assertThat(CommandLineRun.line(line + " --all").json()).hasSize(11);
  }

  @Test
  void topicsDoctorFailsOnAKeyInTheWrongPartition() {
    service.on(
        "GET",
        "/api/v1/topics/o",
        "{\"partitions\":[{\"partition\":0,\"logStart\":0,\"committedEnd\":2},"
            + "{\"partition\":1,\"logStart\":0,\"committedEnd\":2}]}");
    var page = "{\"records\":[{\"key\":\"ada\"},{}],\"next\":2}";
    service
        .on("GET", "/api/v1/topics/o/partitions/0/records", page)
        .on("GET", "/api/v1/topics/o/partitions/1/records", page);

    var run = doctor("o -o json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().at("/0/checked").asInt() + run.json().at("/1/checked").asInt())
        .isEqualTo(4);
    assertThat(run.json().at("/0/misplaced").asInt() + run.json().at("/1/misplaced").asInt())
        .isEqualTo(1);
    assertThat(run.err())
        .contains(
            "if a replay has delivered them (they have a header 'reprise'), its source topic has"
                + " another number of partitions",
            "murmur2_random");
  }

  private CommandLineRun doctor(String line) {
    return CommandLineRun.line(
        "topics doctor %s --worker %s --registry %s".formatted(line, service.url(), service.url()));
  }

  @Test
  void topicsDoctorReadsTheRangeAndTheLimitThatAreAskedFor() {
    service
        .on(
            "GET",
            "/api/v1/topics/o",
            "{\"partitions\":[{\"partition\":0,\"logStart\":0,\"committedEnd\":90},"
                + "{\"partition\":1,\"logStart\":0,\"committedEnd\":90}]}")
        .on("GET", "/api/v1/topics/o/partitions/0/records", "{\"records\":[{},{}],\"next\":9}");

    var run = doctor("o -o json --partition 0 --from-offset 3 --to-offset 50 --limit 2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json()).hasSize(1);
    assertThat(run.json().at("/0/checked").asInt()).isEqualTo(2);
    assertThat(service.last().path())
        .isEqualTo("/api/v1/topics/o/partitions/0/records?from=3&to=50&limit=2");
    assertThat(run.err()).contains("no subject o-value");
  }

  @Test
  void schemasCheckTellsCompatibleFromIncompatible(@TempDir Path directory) throws IOException {
    var history = Files.createDirectory(directory.resolve("history"));
    Files.writeString(history.resolve("v1.avsc"), schema(""));
    var compatible =
        Files.writeString(
            directory.resolve("a.avsc"),
            schema(",{\"name\":\"b\",\"type\":\"int\",\"default\":0}"));
    var incompatible =
        Files.writeString(
            directory.resolve("b.avsc"), schema(",{\"name\":\"b\",\"type\":\"int\"}"));

    var good = CommandLineRun.of("schemas", "check", "--history", "" + history, "" + compatible);
    var bad =
        CommandLineRun.of(
            "schemas", "check", "--history", "" + history, "" + incompatible, "-o", "json");

    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.err()).contains("is compatible");
    assertThat(bad.exitCode()).isEqualTo(3);
    assertThat(bad.json()).hasSize(1);
  }

  private static String schema(String moreFields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"n\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}"
        + moreFields
        + "]}";
  }

  @Test
  void anUnreachableRegistryExitsWithFive() {
    var run = CommandLineRun.line("schemas list --registry http://127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("http://127.0.0.1:1");
  }
}
