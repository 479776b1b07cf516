package io.reprise.cli.role;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.Version;
import io.reprise.runtime.lifecycle.ServiceRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A service that runs until it is told to stop. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
public abstract class ServiceRole implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ServiceRole.class);

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the service's configuration, YAML")
  private Path config;

  @Option(names = "--end-with-parent", hidden = true)
  private boolean endWithParent;

  private final ServiceRun run = new ServiceRun();
  private final AtomicBoolean failed = new AtomicBoolean();

  /** A started service. */
  public record Started(String address, AutoCloseable service) {}

  protected abstract String name();

  /** Starts the service that {@code file} describes. */
  protected abstract Started start(Path file);

  /** Called by the service when it must not go on. */
  protected final void fail(RuntimeException fault) {
    log.error("the service cannot go on service={}", name(), fault);
    failed.set(true);
    run.stop();
  }

  @Override
  public final Integer call() throws InterruptedException {
    if (endWithParent) {
      ParentWatch.start(run);
    }
    var started = start(config);
    System.out.println("ready " + started.address());
    System.out.flush();
    run.untilStopped(name(), started.service());
    return failed.get() ? ExitCode.FAILED.code() : ExitCode.DONE.code();
  }
}
