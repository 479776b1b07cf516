package io.reprise.trials.soak;

import io.reprise.local.stack.RunningWorker;
import io.reprise.local.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Stops services with SIGTERM and starts them again, one after another, and starts services that
 * have ended by themselves. Confined to one thread.
 */
final class ServiceRestarts {
  private static final int MOST_ATTEMPTS = 3;

  private final Stack stack;
  private final SoakFailures failures;
  private final Consumer<String> narrate;
  private int restarts;
  private int repeatedStarts;

  ServiceRestarts(Stack stack, SoakFailures failures, Consumer<String> narrate) {
    this.stack = stack;
    this.failures = failures;
    this.narrate = narrate;
  }

  /** Restarts each worker, the ingest service, the archiver and the compactor. */
  void restartAll() {
    stack.workers().forEach(worker -> restart(worker.name(), () -> replace(worker)));
    restart("ingest", stack::restartIngest);
    restart("archiver", this::restartArchiver);
    restart("compactor", this::restartCompactor);
  }

  private void replace(RunningWorker worker) {
    stack.remove(worker);
    stack.addWorker();
  }

  private void restartArchiver() {
    stack.stopArchiver();
    stack.startArchiver();
  }

  private void restartCompactor() {
    stack.compactorProcess(0).close();
    stack.startCompactor(0);
  }

  /**
   * Carries out a restart. A start that fails is repeated, as a supervisor would: on a machine
   * without processor time, Kafka may not answer in time.
   *
   * @param restart may be carried out again after a failure
   */
  private void restart(String service, Runnable restart) {
    for (int attempt = 1; ; attempt++) {
      try {
        restart.run();
        restarts++;
        return;
      } catch (InterruptException e) {
        throw e;
      } catch (RuntimeException e) {
        if (attempt == MOST_ATTEMPTS) {
          failures.add(service + " was not restarted: " + e.getMessage());
          return;
        }
        repeatedStarts++;
        narrate.accept("starting again: " + e.getMessage());
      }
    }
  }

  /** Reports each service that has ended by itself, and starts it again. */
  void reviveEnded(int workers) {
    stack.unexpectedEnds().forEach(failures::add);
    for (int missing = workers - stack.workers().size(); missing > 0; missing--) {
      restart("a worker", stack::addWorker);
    }
    for (var kind : ended()) {
      failures.add(kind + " ended unexpectedly");
      switch (kind) {
        case "ingest" -> restart(kind, stack::restartIngest);
        case "archiver" -> restart(kind, this::restartArchiver);
        default -> restart(kind, this::restartCompactor);
      }
    }
  }

  private List<String> ended() {
    var ended = new ArrayList<String>();
    for (var kind : List.of("ingest", "archiver", "compactor")) {
      if (UsageSamples.services(stack, kind).stream().noneMatch(s -> s.process().isAlive())) {
        ended.add(kind);
      }
    }
    return ended;
  }

  /** Returns how many services were stopped and started again. */
  int restarts() {
    return restarts;
  }

  /** Returns how many starts have failed and were repeated. */
  int repeatedStarts() {
    return repeatedStarts;
  }
}
