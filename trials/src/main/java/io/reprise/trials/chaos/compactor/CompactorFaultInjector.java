package io.reprise.trials.chaos.compactor;

import io.reprise.kafka.time.Interruption;
import io.reprise.local.process.ServiceProcess;
import io.reprise.local.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Kills compactors, the broker and rehydrations, and starts them again. Confined to one thread. */
final class CompactorFaultInjector {
  private static final int LEAST_DOWN_MILLIS = 200;
  private static final int DOWN_SPREAD_MILLIS = 2_000;
  private static final int JOB_SPREAD_MILLIS = 4_000;

  /** The kinds of faults. Each kills one process: a compactor, the broker or a rehydration. */
  enum Fault {
    /** Kills a compactor (SIGKILL) and starts a new one on the same state stores. */
    COMPACTOR_KILL,
    /** Kills the broker (SIGKILL) and starts a new one on the same directory. */
    BROKER_RESTART,
    /** Kills a rehydration (SIGKILL) at a random moment. A later rehydration resumes its work. */
    REHYDRATION_KILL
  }

  private final Stack stack;
  private final int compactors;
  private final Map<String, Integer> done = new TreeMap<>();
  private @Nullable ServiceProcess job;

  CompactorFaultInjector(Stack stack, int compactors) {
    this.stack = stack;
    this.compactors = compactors;
  }

  /**
   * Injects one fault.
   *
   * @param rehydration arguments of the rehydration that {@code REHYDRATION_KILL} starts and kills
   */
  void inject(Fault fault, Random random, List<String> rehydration) {
    switch (fault) {
      case COMPACTOR_KILL -> {
        int number = random.nextInt(compactors);
        stack.killCompactor(number);
        Interruption.sleep(
            Duration.ofMillis(LEAST_DOWN_MILLIS + random.nextInt(DOWN_SPREAD_MILLIS)));
        stack.startCompactor(number);
      }
      case BROKER_RESTART -> stack.restartBroker();
      case REHYDRATION_KILL -> {
        job = ServiceProcess.start(stack.rehydrationLaunch("rehydrate", rehydration));
        // A JVM needs half a second to start. A kill after that time can hit any step of the
        // rehydration.
        Interruption.sleep(Duration.ofMillis(500 + random.nextInt(JOB_SPREAD_MILLIS)));
        boolean alive = job.isAlive();
        job.kill();
        if (!alive) {
          done.merge("REHYDRATION_ENDED_BEFORE", 1, Integer::sum);
          return;
        }
      }
    }
    done.merge(fault.name(), 1, Integer::sum);
  }

  /** Returns the faults of one run in random order. Each kind of fault occurs at least once. */
  static List<Fault> of(Random random) {
    var faults = new ArrayList<>(List.of(Fault.values()));
    faults.add(Fault.REHYDRATION_KILL);
    int more = random.nextInt(3);
    for (int i = 0; i < more; i++) {
      faults.add(Fault.values()[random.nextInt(Fault.values().length)]);
    }
    java.util.Collections.shuffle(faults, random);
    return faults;
  }

  Map<String, Integer> done() {
    return Map.copyOf(done);
  }
}
