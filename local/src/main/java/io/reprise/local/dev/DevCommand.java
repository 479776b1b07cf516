package io.reprise.local.dev;

import io.reprise.archiver.generation.ExportConfig;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.json.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Implements {@code reprise dev}. */
@Command(
    name = "dev",
    description =
        "Runs Kafka, S3, PostgreSQL and all services of Reprise on this machine until Ctrl-C.")
public final class DevCommand extends LeafCommand {
  static final String TOPIC = "user-events";
  static final String REPLAYED = "user-events-replayed";
  private static final int PARTITIONS = 8;

  /**
   * Records are moved to the archive after an hour, but the newest 4 MiB of each partition stay in
   * Kafka.
   */
  private static final TopicConfig ARCHIVED =
      new TopicConfig(
          ArchiveMode.MOVE,
          Duration.ofHours(1),
          ByteSize.ofMiB(4),
          ByteSize.ofMiB(16),
          Duration.ofMinutes(1),
          null,
          null);

  private static final EmitEvery EMITTED = new EmitEvery(null, Duration.ofSeconds(1));

  private static final List<ReducerConfig> FOLDED =
      List.of(
          new ReducerConfig("merge", 1, EMITTED), new ReducerConfig("count-by-type", 1, EMITTED));

  /** The export settings of the development stack: a generation is exported every hour. */
  private static final Map<String, List<ExportConfig>> EXPORTED =
      Map.of(TOPIC, List.of(new ExportConfig("merge", 1, null, null, null)));

  private static final int MOST_WORKERS = 64;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".reprise/dev",
      description = "Directory for data, configuration and logs (default: .reprise/dev).")
  private Path directory = Path.of(".reprise/dev");

  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "19090",
      description =
          "The port of the first service. The other services use the ports after it (default:"
              + " 19090).")
  private int portBase;

  @Option(
      names = "--workers",
      paramLabel = "K",
      defaultValue = "2",
      description = "Number of replay workers (default: 2).")
  private int workers;

  @Override
  protected ExitCode run() throws InterruptedException {
    requireSensible();
    var ports = StackPorts.from(portBase);
    var absolute = directory.toAbsolutePath().normalize();
    Preflight.check(absolute, ports.taken(workers));
    var settings =
        StackSettings.of(
                absolute,
                ports,
                Map.of(
                    "replayed", new TargetConfig.KafkaTopic(REPLAYED),
                    "discard", new TargetConfig.Discard(null)))
            .withWorkers(workers)
            .withAllParts()
            .withArchive(ArchiveSettings.of(Map.of(TOPIC, ARCHIVED)).exporting(EXPORTED))
            .withSnapshots(SnapshotSettings.of(Map.of(TOPIC, FOLDED)));
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndAwait(stop, stopped), "stop-dev"));
    output().say("starting everything in " + absolute);
    try (var stack = Stack.start(settings)) {
      DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, TOPIC, REPLAYED);
      ExampleSchema.register(stack.registry());
      stack.startSnapshots();
      new Welcome(stack, portBase).printTo(output());
      stop.await();
      output().say("stopping");
    } finally {
      stopped.countDown();
    }
    return ExitCode.DONE;
  }

  private void requireSensible() {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new CommandFailure(
          ExitCode.USAGE, "--workers " + workers + ": give a number from 1 to " + MOST_WORKERS);
    }
    if (portBase < 1024 || portBase > 65_000) {
      throw new CommandFailure(
          ExitCode.USAGE, "--port-base " + portBase + ": give a port from 1024 to 65000");
    }
  }

  /**
   * Requests the stop of all services and waits until they have stopped. Runs as a shutdown hook of
   * the JVM: the JVM ends only after this method has returned.
   */
  private static void stopAndAwait(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    Interruption.runs(stopped::await);
  }
}
