package io.reprise.local.stack;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.local.process.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the brokers of a stack, each in a process of its own, numbered from 0.
 *
 * <p>Thread-safe. After {@link #close()} no broker runs and none can be started, also not by a
 * thread that was about to start one.
 */
public final class StackBrokers implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);

  private final ClusterSettings settings;
  private final StackLaunches launches;
  private final List<ServiceProcess> processes = new ArrayList<>();
  private final Set<Integer> frozen = new HashSet<>();
  private boolean closed;

  StackBrokers(ClusterSettings settings, StackLaunches launches) {
    this.settings = settings;
    this.launches = launches;
  }

  /** Starts all brokers in parallel, and returns once all of them accept requests. */
  void startAll() {
    try {
      for (int number = 0; number < settings.members().size(); number++) {
        begin(number);
      }
      for (int number = 0; number < settings.members().size(); number++) {
        process(number).awaitReady(READY_LIMIT);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private synchronized ServiceProcess begin(int number) {
    if (closed) {
      throw new IllegalStateException("the stack is closed; its brokers cannot be started");
    }
    var process = ServiceProcess.start(launches.broker(number));
    if (number < processes.size()) {
      processes.set(number, process);
    } else {
      processes.add(process);
    }
    return process;
  }

  private synchronized ServiceProcess process(int number) {
    return processes.get(number);
  }

  /** Returns the number of brokers, including those that do not run. */
  public int count() {
    return settings.members().size();
  }

  /** Kills a broker (SIGKILL). Returns once it has ended. */
  public void kill(int number) {
    process(number).kill();
  }

  /**
   * Starts a broker on its previous directory. Requires that the broker has ended. Returns once the
   * broker accepts requests.
   *
   * @throws CommandFailure when the broker does not accept requests; the stack is then unusable
   */
  public void start(int number) {
    var process = begin(number);
    try {
      process.awaitReady(READY_LIMIT);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Freezes a broker (SIGSTOP). */
  public synchronized void freeze(int number) {
    frozen.add(number);
    process(number).freeze();
  }

  /** Lets a frozen broker continue (SIGCONT). */
  public synchronized void thaw(int number) {
    if (frozen.remove(number)) {
      process(number).thaw();
    }
  }

  /** Lets all frozen brokers continue. */
  public synchronized void thawAll() {
    List.copyOf(frozen).forEach(this::thaw);
  }

  /**
   * Checks that all brokers run.
   *
   * @throws CommandFailure when a broker has ended
   */
  synchronized void requireAlive() {
    for (var broker : processes) {
      if (!broker.isAlive()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "%s has ended, and the stack needs all its brokers: %s (log: %s)"
                .formatted(broker.name(), broker.lastLogLine(), broker.launch().log()));
      }
    }
  }

  synchronized List<RunningService> services() {
    var all = new ArrayList<RunningService>();
    for (int number = 0; number < processes.size(); number++) {
      var name = settings.hasOneBroker() ? "kafka" : "kafka-" + (number + 1);
      var address = "127.0.0.1:" + settings.members().get(number).port();
      all.add(new RunningService(name, address, processes.get(number)));
    }
    return all;
  }

  /**
   * Stops the broker of a stack with one broker (SIGTERM). Kills the brokers of a cluster
   * (SIGKILL): after the first brokers have stopped, the others have no quorum, and would wait for
   * a quorum instead of stopping.
   */
  @Override
  public void close() {
    List<ServiceProcess> ending;
    synchronized (this) {
      closed = true;
      thawAll();
      ending = List.copyOf(processes);
    }
    ending.forEach(settings.hasOneBroker() ? ServiceProcess::close : ServiceProcess::kill);
  }
}
