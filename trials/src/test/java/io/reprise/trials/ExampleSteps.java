package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.local.dev.DevTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Creates what the examples of the help assume: the files that they name, and the replays, topics,
 * snapshots and contexts that they act on.
 */
final class ExampleSteps {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Path SCHEMAS = CommandRun.ROOT.resolve("schemas/src/main/avro");

  /** More than {@code --to-offset} of the examples of {@code archive cat}. */
  private static final int EVENTS_OF_PARTITION_0 = 2_100;

  /** A user whose events are in partition 0 of 8. */
  private static final String USER_OF_PARTITION_0 = "user-2";

  private static final String SHADOW = "examples-shadow";
  private static final String LIMIT_OF_BYTES = "max.message.bytes";

  /** What is done before an example, by the line of the example. */
  private static final Map<String, Consumer<ExampleSteps>> BEFORE =
      Map.ofEntries(
          Map.entry("reprise replay watch latest", ExampleSteps::endTheRateLimit),
          Map.entry("reprise replay pause latest --wait", ExampleSteps::startASlowReplay),
          Map.entry(
              "reprise replay pause latest --topic user-events",
              steps -> steps.command("replay resume latest --wait")),
          Map.entry("reprise replay resume latest --wait", steps -> steps.awaitState("PAUSED")),
          Map.entry(
              "reprise replay resume latest --topic user-events",
              steps -> steps.command("replay pause latest --wait")),
          Map.entry(
              "reprise replay cancel latest --topic user-events", ExampleSteps::startASlowReplay),
          Map.entry("reprise replay retry latest --wait", ExampleSteps::startAReplayThatFails),
          Map.entry("reprise replay retry latest --topic user-events", ExampleSteps::failTheReplay),
          Map.entry("reprise replay receipt latest", steps -> steps.awaitState("COMPLETED")),
          Map.entry("reprise archive prove --topic user-events", ExampleSteps::awaitTheArchive),
          Map.entry(
              "reprise archive restore --topic user-events --into user-events-restored",
              steps -> steps.command("topics create user-events-restored --partitions 8")),
          Map.entry(
              "reprise snapshot get --topic user-events --reducer merge --key ada",
              ExampleSteps::awaitTheSnapshotOfAda),
          Map.entry(
              "reprise topics create orders --partitions 8 --config retention.ms=604800000"
                  + " --schema order.avsc",
              ExampleSteps::deleteOrders),
          Map.entry(
              "reprise context remove staging -o json",
              steps -> steps.command("context add staging --worker http://staging:19100")));

  private final CommandSession commands;
  private final String bootstrapServers;
  private final Path directory;

  /**
   * Creates the steps.
   *
   * @param commands runs command lines in {@code directory}
   */
  ExampleSteps(CommandSession commands, String bootstrapServers, Path directory) {
    this.commands = commands;
    this.bootstrapServers = bootstrapServers;
    this.directory = directory;
  }

  /** Returns the examples that {@link #before} does something for. */
  static Set<String> examples() {
    return BEFORE.keySet();
  }

  /** Creates what one example assumes, and what earlier examples have not left behind. */
  void before(HelpExample example) {
    BEFORE.getOrDefault(example.line(), steps -> {}).accept(this);
  }

  /** Writes the files that the examples name into the directory. */
  void writeFiles() {
    try {
      Files.writeString(directory.resolve("events.ndjson"), events());
      Files.writeString(
          directory.resolve("order.avsc"),
          """
          {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}
          """);
      Files.writeString(
          directory.resolve("replay.yaml"),
          """
          name: applied
          reason: an example
          source: {topic: user-events, from: earliest}
          target: new-topic:applied-shadow
          """);
      var history = Files.createDirectory(directory.resolve("schemas"));
      for (var version : List.of("v1.avsc", "v2.avsc")) {
        Files.copy(SCHEMAS.resolve("user-events-value/" + version), history.resolve(version));
      }
      Files.copy(history.resolve("v2.avsc"), directory.resolve("user-event.avsc"));
      Files.writeString(directory.resolve("worker.yaml"), command("config example worker"));
      for (var file : List.of("settings.yaml", "archiver.yaml")) {
        Files.writeString(directory.resolve(file), command("config example archiver"));
      }
      for (var file : List.of("ci.token", "ann.token")) {
        Files.writeString(directory.resolve(file), UUID.randomUUID() + "-" + UUID.randomUUID());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns an event of ada that the example of {@code --where} selects, and many of partition 0.
   */
  private static String events() {
    var source = "/examples/" + UUID.randomUUID();
    var others =
        IntStream.range(0, EVENTS_OF_PARTITION_0)
            .mapToObj(number -> event(source, number, USER_OF_PARTITION_0, 1_000));
    return Stream.concat(Stream.of(event(source, -1, "ada", 250_000)), others)
        .collect(Collectors.joining());
  }

  private static String event(String source, int number, String user, int amountCents) {
    return """
    {"specversion": "1.0", "id": "%1$d", "source": "%2$s", "type": "user.paid", "subject": "%3$s",\
     "data": {"userId": "%3$s", "action": "paid", "amountCents": %4$d, "occurredAt": "%5$s"}}
    """
        .formatted(number, source, user, amountCents, Instant.now());
  }

  /** Returns the id of a hold of the archive. */
  String hold() {
    var id = json("archive hold list --topic user-events").at("/0/hold/id").asText();
    assertThat(id).as("the id of a hold").isNotEmpty();
    return id;
  }

  private void startASlowReplay() {
    command(
        "replay start --topic user-events --from-earliest --target discard --rate 1 --reason slow"
            + " --yes");
  }

  private void endTheRateLimit() {
    command("replay throttle latest --unlimited");
  }

  /** Starts a replay into a topic that accepts no record of the size of an event. */
  private void startAReplayThatFails() {
    command(
        "replay start --topic user-events --from-earliest --to-new-topic %s --rate 20 --reason fails --yes"
            .formatted(SHADOW));
    failTheReplay();
  }

  /** Lets the running replay fail, and then ends the reason why it failed. */
  private void failTheReplay() {
    command("topics alter %s --config %s=100".formatted(SHADOW, LIMIT_OF_BYTES));
    awaitState("FAILED");
    command("topics alter %s --delete-config %s".formatted(SHADOW, LIMIT_OF_BYTES));
  }

  private void awaitState(String state) {
    await("the newest replay is " + state)
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(json("replay list --limit 1").at("/0/state").asText()).isEqualTo(state));
  }

  private void awaitTheArchive() {
    await("partition 0 is archived")
        .atMost(LIMIT)
        .until(
            () ->
                StreamSupport.stream(json("archive status").path("partitions").spliterator(), false)
                    .anyMatch(ExampleSteps::hasTheEventsOfPartition0));
  }

  private static boolean hasTheEventsOfPartition0(JsonNode status) {
    return status.path("topic").asText().equals("user-events")
        && status.path("partition").asInt(-1) == 0
        && status.at("/archived/to").asLong() >= EVENTS_OF_PARTITION_0;
  }

  private void awaitTheSnapshotOfAda() {
    await("ada has a snapshot")
        .atMost(LIMIT)
        .until(
            () ->
                run("snapshot get --topic user-events --reducer merge --key ada").exitCode() == 0);
  }

  private void deleteOrders() {
    DevTopics.remove(bootstrapServers, "orders");
    await("topic orders is deleted")
        .atMost(LIMIT)
        .until(() -> run("topics describe orders").exitCode() == 4);
  }

  /** Runs a command that must succeed, and returns its output. */
  private String command(String line) {
    var run = run(line);
    assertThat(run.exitCode()).as(() -> line + "\n" + run.out() + run.err()).isZero();
    return run.out();
  }

  private JsonNode json(String line) {
    return run(line + " -o json").json();
  }

  private CommandRun run(String line) {
    return commands.run(List.of(line.split(" ")));
  }
}
