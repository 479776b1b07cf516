package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code -o jsonl} of every command that prints a list: one object a line. */
class JsonLinesTest {
  /** Names of commands that print a list, which must all be in {@link #LISTS}. */
  private static final Set<String> LIST_NAMES = Set.of("list", "status", "targets", "probe");

  /** Command lines whose list has two items. */
  private static final List<String> LISTS =
      List.of(
          "status",
          "archive status",
          "archive list",
          "archive probe",
          "archive hold list --topic o",
          "archive hold remove --topic o h",
          "snapshot list",
          "snapshot export --topic o --reducer merge --list",
          "topics list",
          "topics describe o",
          "topics doctor o",
          "schemas list",
          "context list",
          "context show",
          "audit list",
          "groups list",
          "replay list",
          "approvals list",
          "replay targets",
          "parked list --topic o",
          "events read --topic o --raw",
          "events tail --topic o --raw");

  private static final String AUDIT = "/api/v1/topics/reprise.audit";

  private final StubService service = new StubService();
  @TempDir private Path home;

  static List<String> lists() {
    return LISTS;
  }

  @BeforeEach
  void answerWithTwoItemsOfEachList() {
    var archive = "/api/v1/archive/";
    var page =
        "{\"covered\":{\"from\":0,\"to\":1},\"next\":1,\"to\":1,\"records\":[{\"offset\":0}]}";
    service
        .on("GET", archive + "status", "{\"partitions\":[{},{}],\"refused\":[\"p is refused\"]}")
        .on("GET", archive + "archives", "{\"archive\":{}}\n{\"archive\":{}}\n{\"summary\":{}}\n")
        .on("GET", archive + "probe", "{\"createOnly\":true,\"findings\":[{},{}]}")
        .on("GET", archive + "holds", "[{},{}]")
        .on("DELETE", archive + "holds/h", "[{},{}]")
        .on("GET", archive + "snapshots", "{\"generations\":[{},{}]}")
        .on("GET", "/api/v1/snapshots", "[{\"partitions\":[{},{}]},{\"partitions\":[]}]")
        .on("GET", "/api/v1/topics", "[{\"topic\":\"o\"},{\"topic\":\"p\"}]")
        .on(
            "GET",
            "/api/v1/topics/o",
            "{\"partitions\":[{\"partition\":0,\"committedEnd\":1},"
                + "{\"partition\":1,\"committedEnd\":1}]}")
        .on("GET", "/api/v1/topics/o/parked", "{\"complete\":true,\"causes\":[{},{}]}")
        .on("GET", "/api/v1/topics/o/partitions/0/records", page)
        .on("GET", "/api/v1/topics/o/partitions/1/records", page)
        .on("GET", AUDIT + "/offsets", "{\"partitions\":[{\"partition\":0,\"offset\":0}]}")
        .on(
            "GET",
            AUDIT + "/partitions/0/records",
            "{\"next\":2,\"to\":2,\"records\":[{\"offset\":0},{\"offset\":1}]}")
        .on("GET", "/subjects", "[\"o-value\",\"p-value\"]")
        .on("GET", "/subjects/o-value/versions/latest", schema("o-value"))
        .on("GET", "/subjects/p-value/versions/latest", schema("p-value"))
        .on("GET", "/subjects/o-value/versions", "[1]")
        .on("GET", "/subjects/o-value/versions/1", schema("o-value"))
        .on("GET", "/api/v1/replays", "{\"replays\":[{},{}]}")
        .on("GET", "/api/v1/status", "{\"ready\":true}")
        .on("GET", "/api/v1/groups", "[{},{}]")
        .on("GET", "/api/v1/targets", "[{},{}]");
  }

  private static String schema(String subject) {
    return "{\"subject\":\"%s\",\"version\":1,\"id\":1,\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}"
        .formatted(subject);
  }

  private CommandLineRun run(String line) {
    var url = service.url();
    var environment =
        Map.of(
            "REPRISE_CONTEXT_WORKER", url,
            "REPRISE_CONTEXT_ARCHIVER", url,
            "REPRISE_CONTEXT_COMPACTOR", url,
            "REPRISE_CONTEXT_REGISTRY", url);
    return CommandLineRun.line(CommandLineRun.sources(environment, home), line);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void everyItemOfAListIsOneLine(String line) {
    if (line.startsWith("context")) {
      run("context add one --worker http://a:1");
      run("context add two --worker http://b:1");
    }

    var run = run(line + " -o jsonl");

    assertThat(run.exitCode()).as(run.err()).isZero();
    var items = run.out().lines().map(JsonLinesTest::json).toList();
    assertThat(items).hasSizeGreaterThanOrEqualTo(2).allMatch(JsonNode::isObject);
    assertThat(items).noneMatch(item -> item.has("findings") || item.has("refused"));
  }

  private static JsonNode json(String line) {
    try {
      return Json.json().readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  @Test
  void refusedTopicsStandBesideTheLinesOfAnArchivesStatus() {
    assertThat(run("archive status -o jsonl").err()).isEqualTo("p is refused\n");
    assertThat(run("archive status -o json").json().at("/refused/0").asText())
        .isEqualTo("p is refused");
  }

  @Test
  void everyCommandThatIsNamedAsAListIsTested() {
    var named = new TreeSet<String>();
    leaves(Reprise.commandLine())
        .filter(command -> LIST_NAMES.contains(command.getCommandName()))
        .filter(command -> isOfThisModule(command.getCommandSpec().userObject()))
        .forEach(command -> named.add(command.getCommandSpec().qualifiedName().substring(8)));

    assertThat(named)
        .isNotEmpty()
        .allMatch(name -> LISTS.stream().anyMatch(line -> (line + " ").startsWith(name + " ")));
  }

  private static boolean isOfThisModule(Object command) {
    return command.getClass().getPackageName().startsWith("io.reprise.cli");
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    var subcommands = command.getSubcommands().values();
    return subcommands.isEmpty()
        ? Stream.of(command)
        : subcommands.stream().flatMap(JsonLinesTest::leaves);
  }
}
