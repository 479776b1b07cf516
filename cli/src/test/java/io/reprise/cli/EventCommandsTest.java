package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reprise events} against prepared answers of a worker and a registry. */
class EventCommandsTest {
  private static final String BROKEN = base64(new byte[] {0, 0, 0, 0, 9, 1});

  private final StubService service = new StubService();

  @BeforeEach
  void prepareTwoPartitions() {
    service
        .on(
            "GET",
            "/api/v1/topics/o",
            "{\"topic\":\"o\",\"partitions\":[{\"partition\":0,\"logStart\":0,\"committedEnd\":2},"
                + "{\"partition\":1,\"logStart\":5,\"committedEnd\":6}]}")
        .on(
            "GET",
            "/api/v1/topics/o/partitions/0/records",
            """
            {"covered":{"from":0,"to":2},"next":2,"to":2,"records":[
             {"offset":0,"timestamp":"2026-01-01T00:00:10Z","key":"ada","valueBase64":"%s",
              "headers":[{"name":"ce_type","value":"user.paid"}]},
             {"offset":1,"timestamp":"2026-01-01T00:00:30Z","key":"bob","valueBase64":"%s",
              "headers":[]}]}
            """
                .formatted(base64("first".getBytes(StandardCharsets.UTF_8)), BROKEN))
        .on(
            "GET",
            "/api/v1/topics/o/partitions/1/records",
            """
            {"covered":{"from":5,"to":8},"next":8,"to":8,"records":[
             {"offset":5,"timestamp":"2026-01-01T00:00:20Z","keyBase64":"/w==",
              "headers":[{"name":"ce_type","value":"user.left"}]}]}
            """);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private CommandLineRun events(String line, String... more) {
    return CommandLineRun.line(
        "events %s --topic o --zone UTC --worker %s".formatted(line, service.url()), more);
  }

  private CommandLineRun read(String line) {
    return events("read %s --registry %s".formatted(line, service.url()));
  }

  @Test
  void readMergesAllPartitionsByTime() {
    var run = read("-o json");

    assertThat(run.json()).extracting(e -> e.path("offset").asInt()).containsExactly(0, 5, 1);
    assertThat(run.json()).extracting(e -> e.path("partition").asInt()).containsExactly(0, 1, 0);
    assertThat(run.json().at("/0/value").asText()).isEqualTo("first");
    assertThat(run.json().at("/1/value").isNull()).isTrue();
    assertThat(run.json().at("/1/keyBase64").asText()).isEqualTo("/w==");
  }

  @Test
  void aValueThatCannotBeDecodedIsShownWithTheReasonAndFailsTheCommand() {
    var table = read("");
    var json = read("-o json");

    assertThat(table.exitCode()).isEqualTo(1);
    assertThat(table.out())
        .contains("TIMESTAMP", "2026-01-01 00:00:10 +00:00", "base64:/w==")
        .contains("(not decoded: the schema registry has no schema with id 9)")
        .doesNotContain(BROKEN);
    assertThat(table.err()).contains("1 of 3 values could not be decoded: --raw shows their bytes");
    assertThat(json.json().at("/2/value").isNull()).isTrue();
    assertThat(json.json().at("/2/valueError").asText()).contains("no schema with id 9");
    assertThat(json.exitCode()).isEqualTo(1);
  }

  @Test
  void rawShowsBytesAndNamesTheirForm() {
    var hex = read("--raw -o json");
    var base64 = read("--raw=base64");

    assertThat(hex.exitCode()).as(hex.err()).isZero();
    assertThat(hex.json().at("/2/valueHex").asText()).isEqualTo("000000000901");
    assertThat(hex.json().at("/2").has("value")).isFalse();
    assertThat(hex.json().at("/1").has("valueHex")).isFalse();
    assertThat(base64.out()).contains("VALUE (base64)", BROKEN);
    assertThat(read("--raw octal").err()).contains("--raw", "HEX", "octal");
  }

  @Test
  void rawNeedsNoRegistry() {
    var nothingKnown = CommandLineRun.sources(Map.of(), Path.of("/nowhere"));
    var line = "events read --topic o -o json --worker " + service.url();

    var run = CommandLineRun.line(nothingKnown, line + " --raw");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json()).hasSize(3);
    assertThat(CommandLineRun.line(nothingKnown, line).err()).contains("--registry");
  }

  @Test
  void everyFormatHasOneItemForEachEvent() throws Exception {
    assertThat(read("-o jsonl").out().lines()).hasSize(3).allMatch(line -> line.startsWith("{"));
    var yaml = Json.yaml().readTree(read("-o yaml").out());
    assertThat(yaml).hasSize(3);
    assertThat(yaml.at("/2/valueError").asText()).contains("id 9");
    assertThat(read("-o json --key nobody").out()).isEqualTo("[ ]" + System.lineSeparator());
    assertThat(read("--key nobody").err()).contains("no event matches");
    assertThat(Json.yaml().readTree(read("-o yaml --key nobody").out())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--key ada, 1",
    "--key ada --key bob, 2",
    "--type user.left, 1",
    "--type user.left --type user.paid, 2",
    "--key ada --type user.left, 0",
    "--limit 2, 2",
    "--partition 1, 1",
    "--partitions 0, 2",
  })
  void selectsByKeyTypePartitionAndLimit(String options, int expected) {
    assertThat(read("-o json --raw " + options).json()).hasSize(expected);
  }

  @Test
  void aTimeIsResolvedToTheOffsetsOfAReplay() {
    service.on(
        "GET",
        "/api/v1/topics/o/offsets",
        "{\"partitions\":[{\"partition\":0,\"offset\":1},{\"partition\":1,\"offset\":5}]}");

    var run = read("-o json --raw --from-time 2026-01-01T00:00:15Z");

    assertThat(run.err()).isEmpty();
    assertThat(service.requests())
        .extracting(StubService.Request::path)
        .containsExactly(
            "/api/v1/topics/o",
            "/api/v1/topics/o/offsets?time=2026-01-01T00:00:15Z",
            "/api/v1/topics/o/partitions/0/records?limit=500&from=1",
            "/api/v1/topics/o/partitions/1/records?limit=500&from=5");
    assertThat(read("--last 2h").err()).contains("--last '2h' means");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--limit 0                        | --limit 0: must be at least 1",
        "--from-offset 0=3                | give an offset for each partition that is read ([0,"
            + " 1])",
        "--from-offset 0=3 --partition 1  | or select with --partition",
        "--from-offset 3;4                | give one offset, or partition=offset pairs",
        "--from-time 14:02 --from-offset 1| mutually exclusive",
        "--partition 0,0                  | partition 0 is given twice",
        "--from-time 2026-01-02T00:00:00Z --to-time 2026-01-01T00:00:00Z | is after its end",
      })
  void refusesWrongUsage(String options, String message) {
    var run = read(options);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void countReadsEveryEventAndShowsOffsetsBeside() {
    var table = events("count");
    var json = events("count -o json");
    var some = events("count -o json --key ada");

    assertThat(table.exitCode()).as(table.err()).isZero();
    assertThat(table.out().lines().toList())
        .containsExactly(
            "PARTITION   FROM   TO   OFFSETS   EVENTS",
            "        0      0    2         2        2",
            "        1      5    8         3        1",
            "total                         5        3",
            "2 of the offsets have no event: they are transaction markers, or holes that aborted or"
                + " compacted events have left.");
    assertThat(json.json().path("topic").asText()).isEqualTo("o");
    assertThat(json.json().path("events").asInt()).isEqualTo(3);
    assertThat(json.json().path("offsets").asInt()).isEqualTo(5);
    assertThat(json.json().at("/partitions/1/events").asInt()).isEqualTo(1);
    assertThat(some.json().path("events").asInt()).isEqualTo(1);
    assertThat(events("count -o jsonl").out().lines()).hasSize(1);
  }

  @Test
  void tailPrintsTheLastEvents() {
    var run = events("tail --limit 1 -o json --raw --registry " + service.url());

    assertThat(run.json()).hasSize(1);
    assertThat(run.json().at("/0/offset").asInt()).isEqualTo(1);
    assertThat(events("tail --limit 0").err()).contains("--limit 0: must be at least 1");
    assertThat(events("tail --follow -o json").err()).contains("use -o jsonl");
  }

  private CommandLineRun where(String line, String expression) {
    return events(line + " --registry " + service.url(), "--where", expression);
  }

  private void registerSchema() {
    var schema =
        "{'type':'record','name':'Order','fields':[{'name':'amountCents','type':'long'}]}"
            .replace("'", "\\\"");
    service
        .on(
            "GET",
            "/subjects/o-value/versions/latest",
            "{\"subject\":\"o-value\",\"version\":1,\"id\":9,\"schema\":\"%s\"}".formatted(schema))
        .on("GET", "/schemas/ids/9", "{\"schema\":\"%s\"}".formatted(schema));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "type == 'user.paid'                        ; 1",
        "type.startsWith('user.')                   ; 2",
        "type == ''                                 ; 1",
        "key == 'ada' || key == null                ; 2",
        "time >= timestamp('2026-01-01T00:00:20Z')  ; 2",
        "partition == 1 && offset == 5              ; 1",
        "headers['ce_type'] == 'x' || offset == 1   ; 1",
        "has(headers.ce_type)                       ; 2",
        "source == '/none'                          ; 0",
      })
  void whereSelectsByAttributesWithoutTheRegistry(String expression, int expected) {
    var run = where("count -o json", expression);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(run.err().isEmpty() ? 0 : 1);
    assertThat(run.json().path("events").asInt()).isEqualTo(expected);
    assertThat(service.requests()).noneMatch(r -> r.path().contains("o-value"));
  }

  @Test
  void whereAndKeyAndTypeMustAllHold() {
    assertThat(where("count -o json --key ada", "offset >= 1").json().path("events").asInt())
        .isZero();
    assertThat(where("count -o json --type user.left", "true").json().path("events").asInt())
        .isEqualTo(1);
  }

  @Test
  void whereSelectsByData() {
    registerSchema();

    var run = where("read -o json --partition 0", "offset == 1 && data.amountCents == -1");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json()).hasSize(1);
    assertThat(run.json().at("/0/value/amountCents").asInt()).isEqualTo(-1);
    assertThat(where("tail -o json", "offset == 1 && data.amountCents < 0").json()).hasSize(1);
  }

  @Test
  void anEventForWhichWhereHasNoResultIsShownWithTheReasonAndFailsTheCommand() {
    registerSchema();

    var json = where("read -o json", "data.amountCents > 0");
    var table = where("read", "data.amountCents > 0");

    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.json()).extracting(e -> e.path("offset").asInt()).containsExactly(0, 5);
    assertThat(json.json().at("/0/whereError").asText())
        .isEqualTo("its value is not Avro with a schema id");
    assertThat(json.json().at("/1/whereError").asText())
        .isEqualTo(
            "column 6: 'amountCents' cannot be read from a value that is null or has no fields");
    assertThat(json.err())
        .isEqualTo(
            "--where has no result for 2 of the 2 events shown:\n"
                + "- 1 event: its value is not Avro with a schema id\n"
                + "- 1 event: column 6: 'amountCents' cannot be read from a value that is null or"
                + " has no fields\n");
    assertThat(table.exitCode()).isEqualTo(1);
    assertThat(table.out())
        .contains("(--where has no result: its value is not Avro with a schema id) first");
  }

  @Test
  void countShowsForHowManyEventsWhereHasNoResult() {
    registerSchema();

    var table = where("count", "data.amountCents < 0");
    var json = where("count -o json", "data.amountCents < 0");

    assertThat(table.exitCode()).isEqualTo(1);
    assertThat(table.out().lines().toList())
        .containsExactly(
            "PARTITION   FROM   TO   OFFSETS   EVENTS   FAILED",
            "        0      0    2         2        1        1",
            "        1      5    8         3        0        1",
            "total                         5        1        2",
            "2 of the offsets have no event: they are transaction markers, or holes that aborted or"
                + " compacted events have left.");
    assertThat(table.err())
        .contains(
            "--where has no result for 2 of the events read, the first in partition 0 at offset 0:"
                + " its value is not Avro with a schema id");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.json().path("failed").asInt()).isEqualTo(2);
    assertThat(json.json().at("/partitions/1/failed").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "data.amountCent > 5 | --where, column 6: record Order has no field 'amountCent': did you"
            + " mean 'amountCents'?",
        "kind == 'x'         | --where, column 1: there is no variable 'kind': known are type,",
        "type = 'x'          | --where, column 6: unexpected '=': compare with ==",
        "offset              | --where, column 1: the expression is of type int: it must be true",
      })
  void refusesAnExpressionThatIsNotValidBeforeTheWorkerIsAsked(String expression, String message) {
    registerSchema();

    for (var command : new String[] {"read", "tail", "count"}) {
      var run = where(command, expression);

      assertThat(run.exitCode()).as(command).isEqualTo(2);
      assertThat(run.err()).contains(message);
    }
    assertThat(service.requests()).noneMatch(r -> r.path().startsWith("/api"));
  }

  @Test
  void whereSaysThatTheRegistryWithTheTypesOfDataDoesNotAnswer() {
    var run = events("count --registry http://127.0.0.1:1", "--where", "data.amountCents > 5");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("the schema registry at http://127.0.0.1:1 does not answer");
  }
}
