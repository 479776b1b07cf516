package io.reprise.local.dev;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import io.reprise.cli.command.Subcommands;
import io.reprise.cli.context.AddressOption;
import io.reprise.cli.context.RunningDev;
import io.reprise.cli.context.RunningDevs;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.stack.StackPorts;
import io.reprise.local.supervise.Pace;
import io.reprise.local.supervise.PartState;
import io.reprise.local.supervise.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Implements {@code reprise dev}. */
@Command(
    name = "dev",
    description =
        "Runs Kafka, S3, PostgreSQL and all services of Reprise on this machine until Ctrl-C. A"
            + " part that ends is started again.")
@Subcommands({DevStatusCommand.class, DevLogsCommand.class})
public final class DevCommand extends LeafCommand {
  private static final int MOST_WORKERS = 64;

  /** Time after which the last process is killed. With this limit, Ctrl-C ends dev within 5 s. */
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(4_200);

  /** Time that a shutdown hook waits for the end of dev. */
  private static final Duration HOOK_LIMIT = Duration.ofSeconds(7);

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "Directory for data, configuration and logs (default: .reprise/dev; for `status` and"
              + " `logs`, if no dev runs there, the directory of the only dev that runs).")
  private @Nullable Path directory;

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

  @Spec private CommandSpec spec;
  @Mixin private DevOptions added = new DevOptions();

  /** Completed when dev shall end. */
  private final CompletableFuture<Void> stop = new CompletableFuture<>();

  private Path directory() {
    return (directory == null ? RunningDev.DEFAULT_DIRECTORY : directory)
        .toAbsolutePath()
        .normalize();
  }

  /** Returns the directory of the {@code dev} that a subcommand means. */
  Path directoryOfRunning() {
    return DevDirectory.find(directory, AddressOption.of(spec));
  }

  @Override
  protected ExitCode run() {
    requireSensible();
    try (var lock = DevLock.acquire(directory())) {
      var ports = StackPorts.from(portBase);
      Preflight.check(directory(), ports.taken(workers));
      var config = added.addTo(DevConfig.readOrCreate(directory()));
      runUntilStopped(new DevParts(DevPlan.of(directory(), ports, workers, config)));
    }
    return ExitCode.DONE;
  }

  private void runUntilStopped(DevParts dev) {
    long begun = System.nanoTime();
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndAwait(stopped), "stop-dev"));
    output().say("starting everything in " + directory());
    var parts = dev.parts();
    var progress = new DevProgress(directory(), parts, output()::say);
    var supervisor = Supervisor.start(parts, dev.steps(), Pace.OF_DEV, progress::changed);
    try {
      CompletableFuture.anyOf(supervisor.settled(), stop).join();
      if (!stop.isDone()) {
        output().say(progress.summary(Duration.ofNanos(System.nanoTime() - begun)));
        if (supervisor.statuses().stream().allMatch(s -> s.state() == PartState.READY)) {
          dev.makeClassData();
        }
        RunningDevs.ofUser().add(directory(), dev.addresses());
        new Welcome(progress.views(), directory()).printTo(output());
        stop.join();
      }
    } finally {
      close(supervisor, progress);
      stopped.countDown();
    }
  }

  private void close(Supervisor supervisor, DevProgress progress) {
    output().say("stopping");
    RunningDevs.ofUser().remove(directory(), ProcessHandle.current().pid());
    var killed = supervisor.close(CLOSE_LIMIT);
    progress.end(supervisor.statuses());
    if (!killed.isEmpty()) {
      output().say(killedLine(killed));
    }
  }

  /** Returns what is said of parts that did not end in time. */
  static String killedLine(Collection<String> parts) {
    return "killed after %d s: %s. The data is kept: %s"
        .formatted(
            CLOSE_LIMIT.toSeconds(),
            String.join(", ", parts),
            parts.contains(DevParts.KAFKA)
                ? "at the next start, Kafka checks and recovers its log"
                : "the next start continues with it");
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
   * Requests the stop of all parts and waits until they have stopped. Runs as a shutdown hook of
   * the JVM: the JVM ends only after this method has returned.
   */
  private void stopAndAwait(CountDownLatch stopped) {
    stop.complete(null);
    Interruption.runs(() -> stopped.await(HOOK_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
