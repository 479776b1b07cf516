package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.dev.ExampleSchema;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.RunningWorker;
import io.reprise.local.stack.ScratchDirectory;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs every {@code sh} block of the user pages unchanged, on the stack of {@code reprise dev}. The
 * commands of the producers' page run as processes; those of the other pages run in one process,
 * which saves a JVM start for each command. Also runs the examples of the help of every command.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocsIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Duration HOT_WINDOW = Duration.ofMinutes(30);
  private static final Duration WATERMARKS_LIMIT = Duration.ofSeconds(60);
  private static final int LINES_OF_AN_ERROR = 12;
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```");

  private static ScratchDirectory scratch;
  private static Stack stack;
  private static CommandSession commands;
  private static CommandServer pages;

  @BeforeAll
  static void start() {
    scratch = ScratchDirectory.create("reprise-docs");
    stack =
        Stack.start(
            StackSettings.of(
                    scratch.directory(),
                    StackPorts.free(),
                    Map.of(
                        "replayed", new TargetConfig.KafkaTopic("user-events-replayed"),
                        "discard", new TargetConfig.Discard(null),
                        "new-topic", new TargetConfig.KafkaTopicPattern("*-shadow")))
                .withAllParts()
                .withArchive(ArchiveSettings.of(Map.of("user-events", archived())))
                .withSnapshots(SnapshotSettings.of(Map.of("user-events", folded()))));
    DevTopics.ensure(stack.bootstrapServers(), 8, "user-events", "user-events-replayed");
    ExampleSchema.register(stack.registry());
    stack.startSnapshots();
    await().atMost(WATERMARKS_LIMIT).until(DocsIT::hasWatermarks);
    commands = CommandSession.start(environment());
    pages = CommandServer.start(environment());
  }

  private static List<ReducerConfig> folded() {
    return List.of(new ReducerConfig("merge", 1, new EmitEvery(null, Duration.ofMillis(500))));
  }

  private static boolean hasWatermarks() {
    var partitions = stack.compactor().snapshots().at("/0/partitions");
    return !partitions.isEmpty()
        && StreamSupport.stream(partitions.spliterator(), false)
            .allMatch(p -> p.path("watermark").isObject());
  }

  /** Archives at once, but trims nothing before the page sets its hold on offset 0. */
  private static TopicConfig archived() {
    return new TopicConfig(
        ArchiveMode.MOVE, HOT_WINDOW, null, null, Duration.ofSeconds(2), null, null);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    commands.close();
    pages.close();
    stack.close();
    scratch.close();
  }

  private static Map<String, String> environment() {
    return Map.of(
        "REPRISE_CONTEXT_KAFKA",
        stack.bootstrapServers(),
        "REPRISE_CONTEXT_COMPACTOR",
        stack.compactorUri().toString(),
        "REPRISE_CONTEXT_DATABASE",
        stack.rehydration().target().url(),
        "REPRISE_CONTEXT_WORKER",
        stack.workers().stream()
            .map(RunningWorker::uri)
            .map(Object::toString)
            .collect(Collectors.joining(",")),
        "REPRISE_CONTEXT_ARCHIVER",
        "http://127.0.0.1:" + stack.settings().ports().archiver(),
        "REPRISE_CONTEXT_INGEST",
        stack.ingest().toString(),
        "REPRISE_CONTEXT_REGISTRY",
        stack.registry().toString(),
        "XDG_CONFIG_HOME",
        scratch.directory().resolve("config").toString());
  }

  @Test
  void commandsOfTheProducersPageWorkAsProcesses() throws IOException {
    run("docs/producer.md", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/operator.md",
        "docs/batch-job.md",
        "docs/command-line.md",
        "docs/howto/bad-deploy.md",
        "docs/howto/wrong-read-model.md",
        "docs/howto/full-disk.md",
        "docs/howto/share-events.md",
        "docs/howto/own-topic.md"
      })
  void commandsOfThePageWork(String page) throws IOException {
    run(page, pages.prelude());
  }

  private static void run(String page, String prelude) throws IOException {
    var text = Files.readString(CommandRun.ROOT.resolve(page));
    var blocks = BLOCK.matcher(text).results().map(r -> r.group(1)).toList();
    assertThat(blocks).isNotEmpty();

    var script = "set -euo pipefail\n" + prelude + String.join("\n", blocks);
    var run = CommandRun.of(LIMIT, environment(), List.of("bash", "-c", script));

    assertThat(run.exitCode()).as(() -> run.out() + run.err() + errorsOfServices()).isZero();
  }

  /** Returns the errors in the services' logs, each with the lines that follow it. */
  private static String errorsOfServices() {
    try (var logs = Files.list(scratch.directory().resolve("logs"))) {
      return logs.sorted().map(DocsIT::errors).collect(Collectors.joining());
    } catch (IOException e) {
      return "the services' logs cannot be read: " + e;
    }
  }

  private static String errors(Path log) {
    try {
      var lines = Files.readAllLines(log);
      var errors = new StringJoiner("\n", "\n" + log.getFileName() + ":\n", "");
      errors.setEmptyValue("");
      int shown = 0;
      for (var line : lines) {
        shown = line.contains(" ERROR ") ? LINES_OF_AN_ERROR : shown - 1;
        if (shown > 0) {
          errors.add(line);
        }
      }
      return errors.toString();
    } catch (IOException e) {
      return log + " cannot be read: " + e;
    }
  }

  @Test
  void theReadmeNamesTheCommandsThatOtherTestsRun() throws IOException {
    assertThat(Files.readString(CommandRun.ROOT.resolve("README.md")))
        .contains("./reprise demo", "./mvnw verify", "./reprise dev");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | replay plan --topic ordres --target replayed --reason r          | ordres",
        "4 | replay plan --topic user-events --target elsewhere --reason r    | elsewhere",
        "3 | replay plan --topic user-events:99 --target replayed --reason r  | partition 99",
        "3 | replay plan --topic user-events --from-offset 9 --to-offset 5 --target replayed"
            + " --reason r | from 9 is above to 5",
        "3 | replay plan --topic user-events --to-offset 99999999 --target replayed --reason r |"
            + " beyond the log's end",
        "2 | replay plan --topic user-events --target replayed --reason r --rate 0 | at least 1",
        "2 | replay plan --topic user-events --target replayed                 | reason",
        "2 | replay list --state RUNING                                        | RUNNING",
        "4 | replay describe 0                                                 | replay '0'",
        "2 | replay start --topic user-events --target replayed --reason r     | --yes",
        "3 | replay start --topic user-events --target discard --reason r --plan 0123456789abcdef"
            + " | no longer holds",
        "5 | replay list --worker http://127.0.0.1:1                           |"
            + " http://127.0.0.1:1",
        "5 | schemas list --registry http://127.0.0.1:1                        |"
            + " http://127.0.0.1:1",
        "4 | rehydrate --read-model m --topic ordres --reducer merge          | ordres",
        "2 | rehydrate --read-model m --topic user-events --reducer newest    | reducer 'newest'",
        "2 | rehydrate --read-model m --topic user-events --reducer merge.v9  | in version 9",
        "4 | rehydrate --read-model m --topic user-events --reducer latest    |"
            + " user-events.snapshots.latest.v1",
        "2 | rehydrate --read-model m --topic user-events --reducer merge --from generation |"
            + " store",
        "5 | rehydrate --read-model m --topic user-events --reducer merge --target"
            + " jdbc:postgresql://127.0.0.1:1/db | 127.0.0.1:1",
        "2 | rehydrate --read-model m --topic user-events --reducer merge --target"
            + " jdbc:mysql://h/db | jdbc:postgresql",
        "3 | rehydrate --read-model m --topic user-events --reducer merge --to-offset 0=99999999 |"
            + " partitions",
        "4 | snapshot get --topic user-events --reducer merge --key nobody     | nobody",
        "4 | snapshot export --topic user-events --reducer latest              |"
            + " user-events.snapshots.latest.v1",
        "5 | snapshot list --compactor http://127.0.0.1:1                      |"
            + " http://127.0.0.1:1",
        "4 | publish --topic nowhere --count 1                                 | nowhere",
      })
  void badInputGetsOneSentenceAndTheRightExitCode(int code, String command, String names) {
    var run = commands.run(List.of(command.strip().split(" +")));

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(code);
    assertThat(run.err()).contains(names);
    assertThat(run.out()).isEmpty();
  }

  /** The last method: the replays of the examples deliver events that the pages replay too. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theExamplesOfTheHelpWork() throws IOException, InterruptedException {
    var directory = Files.createDirectory(scratch.directory().resolve("examples"));
    var variables = new HashMap<>(environment());
    variables.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
    var softly = new SoftAssertions();

    HelpExamples.run(stack.bootstrapServers(), variables, directory, softly);

    softly.assertAll();
  }

  @Test
  void theScriptEndsWithTheExitCodeOfTheCommand() {
    var run = CommandRun.of(LIMIT, environment(), List.of("./reprise", "replay", "bogus"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).contains("bogus");
    assertThat(run.out()).isEmpty();
  }
}
