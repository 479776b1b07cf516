package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reprise compare} against prepared answers of a worker. Values are text. */
class CompareCommandTest {
  private static final String REPLAY = "0199c0de-0000-7000-8000-000000000001";

  @TempDir Path directory;

  private final StubService service = new StubService();
  private ArrayNode records = Json.json().createArrayNode();

  @BeforeEach
  void prepareTwoTopics() {
    add("ada", "one");
    add("bob", "two");
    add("ada", "three");
    topic("a");
    add("ada", "one");
    add("bob", "zwei");
    topic("b");
  }

  @AfterEach
  void stop() {
    assertThat(directory).isEmptyDirectory();
    service.close();
  }

  /** Adds a record to the topic that is prepared next. */
  private void add(String key, String value) {
    int offset = records.size();
    records
        .addObject()
        .put("offset", offset)
        .put("timestamp", Instant.ofEpochSecond(offset).toString())
        .put("key", key)
        .put("valueBase64", base64(value))
        .putArray("headers");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Prepares the answers for a topic with one partition that has the records added before. */
  private void topic(String name) {
    int end = records.size();
    var page = Json.json().createObjectNode().put("next", end).put("to", end);
    page.putObject("covered").put("from", 0).put("to", end);
    page.set("records", records);
    service
        .on(
            "GET",
            "/api/v1/topics/" + name,
            """
            {"topic":"%s","partitions":[{"partition":0,"logStart":0,"committedEnd":%d,
             "archived":{"from":0,"to":0}}]}
            """
                .formatted(name, end))
        .on("GET", "/api/v1/topics/" + name + "/partitions/0/records", page.toString());
    records = Json.json().createArrayNode();
  }

  private CommandLineRun compare(String line) {
    return CommandLineRun.line(
        "compare %s --zone UTC --directory %s --worker %s --registry %s"
            .formatted(line, directory, service.url(), service.url()));
  }

  @Test
  void countsAndShowsWhatDiffers() {
    var run = compare("--left a --right b -o json");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    var result = run.json();
    assertThat(result.path("by").asText()).isEqualTo("key");
    assertThat(result.path("complete").asBoolean()).isTrue();
    assertThat(result.path("equal").asBoolean()).isFalse();
    assertThat(result.path("keys").asInt()).isEqualTo(2);
    assertThat(result.path("same").asInt()).isEqualTo(1);
    assertThat(result.path("different").asInt()).isEqualTo(1);
    assertThat(result.path("onlyLeft").asInt()).isEqualTo(1);
    assertThat(result.path("onlyRight").asInt()).isZero();
    assertThat(result.at("/left/records").asInt()).isEqualTo(3);
    assertThat(result.at("/right/partitions/0/to").asInt()).isEqualTo(2);
    assertThat(result.at("/samples")).hasSize(2);
    assertThat(result.at("/samples/0/kind").asText()).isEqualTo("DIFFERENT");
  }

  @Test
  void theTableNamesTheFirstDifference() {
    var run = compare("--left a --right b");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains("only left", "first difference: 1970-01-01 00:00:01 +00:00", "KIND", "FIELDS");
  }

  @Test
  void exitsWithZeroForEqualSides() {
    var run = compare("--left a --right a -o json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().path("equal").asBoolean()).isTrue();
    assertThat(run.json().path("samples")).isEmpty();
    assertThat(run.err()).doesNotContain("hidden", "stopped");
  }

  @Test
  void readsUpToTheEndsOfTheStartOnly() {
    compare("--left a --right b -o json");

    assertThat(service.requests())
        .extracting(StubService.Request::path)
        .startsWith(
            "/api/v1/topics/a",
            "/api/v1/topics/b",
            "/api/v1/topics/a/partitions/0/records?limit=1000&from=0&to=3",
            "/api/v1/topics/b/partitions/0/records?limit=1000&from=0&to=2");
  }

  @Test
  void twoTopicsWithoutRecordsAreNotEqual() {
    topic("empty");

    var run = compare("--left empty --right empty -o json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("nothing was compared: neither side has a record");
  }

  @Test
  void whatIsHiddenIsNotEqual() {
    records
        .addObject()
        .put("offset", 0)
        .put("timestamp", "1970-01-01T00:00:00Z")
        .put("key", "ada")
        .put("masked", "the policy hides street from you")
        .set("value", Json.json().createObjectNode().put("street", "(masked)").put("n", 1));
    topic("m");

    var hidden = compare("--left m --right m -o json");
    var ignored = compare("--left m --right m -o json --ignore street");

    assertThat(hidden.exitCode()).isEqualTo(1);
    assertThat(hidden.json().at("/left/hidden").asInt()).isEqualTo(1);
    assertThat(hidden.err()).contains("of 2 of 2 records, something is hidden from you");
    assertThat(ignored.exitCode()).as(ignored.err()).isZero();
  }

  @Test
  void refusesToMatchByAHiddenKey() {
    records
        .addObject()
        .put("offset", 0)
        .put("timestamp", "1970-01-01T00:00:00Z")
        .put("key", "(masked)")
        .put("masked", "the policy hides $key from you")
        .put("valueBase64", base64("one"));
    topic("m");

    var byKey = compare("--left m --right m");
    var byOrigin = compare("--left m --right m --origin -o json");

    assertThat(byKey.exitCode()).isEqualTo(3);
    assertThat(byKey.err()).contains("the keys of topic 'm' are hidden from you", "--origin");
    assertThat(byOrigin.exitCode()).as(byOrigin.err()).isZero();
  }

  @Test
  void comparesATopicWithWhatAReplayHasDelivered() {
    add("ada", "of another replay");
    add("ada", "one");
    add("bob", "two");
    for (int i = 1; i < 3; i++) {
      ((ObjectNode) records.get(i))
          .putObject("replay")
          .put("replay", REPLAY)
          .put("topic", "a")
          .put("partition", 0)
          .put("offset", i - 1);
    }
    topic("copy");
    service.on(
        "GET",
        "/api/v1/replays/" + REPLAY,
        """
        {"summary":{"state":"RUNNING","target":"copy"},
         "plan":{"targetTopic":{"name":"copy"},"targetStarts":{"0":1}}}
        """);

    var run = compare("--left a --right replay:%s --origin -o json".formatted(REPLAY));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.json().path("by").asText()).isEqualTo("origin");
    assertThat(run.json().path("same").asInt()).isEqualTo(2);
    assertThat(run.json().path("onlyLeft").asInt()).isEqualTo(1);
    assertThat(run.json().at("/right/records").asInt()).isEqualTo(2);
    assertThat(run.json().at("/right/partitions/0/from").asInt()).isEqualTo(1);
    assertThat(run.err()).contains("replay " + REPLAY + " is RUNNING");
  }

  @Test
  void refusesAReplayWhoseTargetIsNotATopic() {
    service.on(
        "GET", "/api/v1/replays/" + REPLAY, "{\"summary\":{\"target\":\"discard\"},\"plan\":{}}");

    var run = compare("--left a --right replay:" + REPLAY);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("delivers to target 'discard', which is not a topic");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--left a                              | --right",
        "--left a --right b --key --origin     | mutually exclusive",
        "--left a --right b --ignore-key       | --ignore-key is given without --origin",
        "--left a --right model:m@1            | can be compared with a read model only",
        "--left model:m@x --right model:m@1    | 'model:m@x': write the name of a read model",
        "--left model:m --right model:n --origin | have no time and no origin",
        "--left a --right b --tolerance total  | --tolerance 'total': give a field once",
        "--left a --right b --from-time 2026-01-02T00:00:00Z --to-time 2026-01-01T00:00:00Z"
            + " | is after its end",
      })
  void refusesWrongUsage(String options, String message) {
    var run = compare(options);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void endsIfTheRegistryDoesNotAnswer() {
    records
        .addObject()
        .put("offset", 0)
        .put("timestamp", "1970-01-01T00:00:00Z")
        .put("key", "ada")
        .put("valueBase64", Base64.getEncoder().encodeToString(new byte[] {0, 0, 0, 0, 9, 2}))
        .putArray("headers");
    topic("avro");

    var run =
        CommandLineRun.line(
            "compare --left avro --right avro --directory %s --worker %s --registry %s"
                .formatted(directory, service.url(), "http://127.0.0.1:1"));
    var undecodable = compare("--left avro --right avro -o json");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).contains("partition 0 of topic 'avro', offset 0");
    assertThat(undecodable.exitCode()).as(undecodable.err()).isZero();
    assertThat(undecodable.err()).contains("2 of 2 values could not be decoded");
  }

  @Test
  void aTopicThatDoesNotExistIsNotFound() {
    var run = compare("--left a --right missing");

    assertThat(run.exitCode()).isEqualTo(4);
  }
}
