package io.reprise.trials.chaos.series;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Carries out the runs of one chaos command on one stack. Prints after each run how long the run
 * took, and for a failed run the command that repeats it. Each line is printed immediately, so that
 * the results of an interrupted series are not lost. Confined to one thread, used once.
 */
public final class RunSeries {
  private final int runs;
  private final long firstSeed;
  private final String command;
  private final Consumer<String> narrate;
  private final LongSupplier nanoClock;
  private int failed;

  /**
   * Creates a series.
   *
   * @param firstSeed seed of the first run; each later run has the seed of the run before it plus 1
   * @param command the chaos command that repeats a run, without its number of runs and its seed
   */
  public RunSeries(int runs, long firstSeed, String command, Consumer<String> narrate) {
    this(runs, firstSeed, command, narrate, System::nanoTime);
  }

  RunSeries(
      int runs, long firstSeed, String command, Consumer<String> narrate, LongSupplier nanoClock) {
    this.runs = runs;
    this.firstSeed = firstSeed;
    this.command = command;
    this.narrate = narrate;
    this.nanoClock = nanoClock;
  }

  /** How a run ended. */
  public enum Outcome {
    /** All checks have passed. */
    CLEAN,
    /** A check has failed. The next run can use the stack. */
    FAILED,
    /** The run has failed, and the stack is unusable. */
    STACK_LOST
  }

  /** One run on the stack. */
  @FunctionalInterface
  public interface Run {
    /**
     * Carries out the run.
     *
     * @param number number of the run in its series, from 1
     */
    Outcome carryOut(int number, long seed) throws InterruptedException;
  }

  /** Returns the number of runs that the series is to have. */
  public int runs() {
    return runs;
  }

  public long firstSeed() {
    return firstSeed;
  }

  /**
   * Carries out all runs, unless a run loses the stack.
   *
   * @return the number of runs carried out
   * @throws InterruptException if the thread is interrupted during a run. Before this method
   *     throws, it prints which run was interrupted and how many runs have failed.
   */
  public int carryOut(Run run) throws InterruptedException {
    for (int number = 1; number <= runs; number++) {
      if (carryOut(run, number, firstSeed + number - 1) == Outcome.STACK_LOST) {
        return number;
      }
    }
    return runs;
  }

  private Outcome carryOut(Run run, int number, long seed) throws InterruptedException {
    long begun = nanoClock.getAsLong();
    boolean hasEnded = false;
    try {
      var outcome = run.carryOut(number, seed);
      hasEnded = true;
      var took = Duration.ofNanos(nanoClock.getAsLong() - begun);
      narrate.accept("  took %.1f s".formatted(took.toMillis() / 1_000.0));
      if (outcome != Outcome.CLEAN) {
        failed++;
        narrate.accept("  repeat this run with: %s --runs 1 --seed %d".formatted(command, seed));
      }
      return outcome;
    } finally {
      if (!hasEnded) {
        narrate.accept(
            "the series ends during run %d of %d, seed %d: %d of the %d runs before it failed"
                .formatted(number, runs, seed, failed, number - 1));
      }
    }
  }
}
