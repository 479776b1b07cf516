package io.reprise.cli.role;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import io.reprise.runtime.lifecycle.ServiceRun;
import io.reprise.runtime.log.LogFormat;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A command that runs one service in this process until SIGTERM or Ctrl-C. Prints {@code ready
 * ADDRESS} on stdout once the service accepts requests.
 */
@Command(
    mixinStandardHelpOptions = true,
    requiredOptionMarker = '*',
    versionProvider = Version.class)
public abstract class ServiceRole implements Callable<Integer> {
  /**
   * Holds the logger in a class of its own. Java then loads the logging library only after {@code
   * --log-format} has chosen the format.
   */
  private static final class Log {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceRole.class);

    private Log() {}
  }

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The YAML file with the configuration of the service.")
  private Path config;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description =
          "The format of the log on stderr: text, or json with a field for each fact of a line."
              + " Without this option, the variable REPRISE_LOG_FORMAT chooses it; its default is"
              + " text.")
  private @Nullable LogFormat logFormat;

  @Option(names = "--end-with-parent", hidden = true)
  private boolean endWithParent;

  private final ServiceRun run = new ServiceRun();
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * A started service.
   *
   * @param address the address of the service, printed after {@code ready}
   */
  public record Started(String address, AutoCloseable service) {}

  /** Returns the name of the service in log lines. */
  protected abstract String name();

  /**
   * Starts the service with the configuration in {@code file}; returns once the service accepts
   * requests.
   */
  protected abstract Started start(Path file);

  /** Stops the service after a failure that it cannot recover from; the exit code is then 1. */
  protected final void fail(RuntimeException fault) {
    Log.LOG.error("service failed and is stopping service={}", name(), fault);
    failed.set(true);
    run.stop();
  }

  /**
   * Ends the process when an uncaught exception has ended a thread: without this thread the service
   * would do only a part of its work. After an {@link Error}, such as a lack of memory, the process
   * ends at once, because an orderly stop of the service could fail with the same error.
   */
  private void uncaught(Thread thread, Throwable cause) {
    if (cause instanceof RuntimeException fault) {
      Log.LOG.error("thread has ended with an exception thread={}", thread.getName(), fault);
      fail(fault);
    } else {
      try {
        Log.LOG.error(
            "thread has ended with an error, the process ends thread={}", thread.getName(), cause);
      } finally {
        Runtime.getRuntime().halt(ExitCode.FAILED.code());
      }
    }
  }

  @Override
  public final Integer call() throws InterruptedException {
    if (logFormat != null) {
      logFormat.choose();
    }
    // Before any other thread exists: while two threads initialise SLF4J, it prints lines of its
    // own.
    LoggerFactory.getILoggerFactory();
    Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
    if (endWithParent) {
      ParentWatch.start(run);
    }
    var started = start(config);
    run.untilStopped(name(), started.service(), () -> printReady(started.address()));
    return failed.get() ? ExitCode.FAILED.code() : ExitCode.DONE.code();
  }

  private static void printReady(String address) {
    System.out.println("ready " + address);
    System.out.flush();
  }
}
