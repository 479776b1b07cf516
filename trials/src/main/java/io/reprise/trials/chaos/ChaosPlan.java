package io.reprise.trials.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The faults and the replay of one run, derived from a seed.
 *
 * @param ordering ordering of the replay
 * @param recordsPerSecond rate limit of the replay
 * @param strikes the faults, in the order in which they are injected
 */
record ChaosPlan(long seed, String ordering, int recordsPerSecond, List<Strike> strikes) {
  private static final List<String> ORDERINGS = List.of("PARTITION", "KEY", "UNORDERED");
  private static final int LEAST_RATE = 4_000;
  private static final int RATE_SPREAD = 6_000;
  private static final int LEAST_ARCHIVE_RATE = 2_000;
  private static final int ARCHIVE_RATE_SPREAD = 3_000;
  private static final int LEAST_CLUSTER_RATE = 1_000;
  private static final int CLUSTER_RATE_SPREAD = 1_000;
  private static final int LEAST_STRIKES = 2;
  private static final int LEAST_CLUSTER_STRIKES = 3;
  private static final int MORE_STRIKES = 3;

  /**
   * One fault of a chaos run.
   *
   * @param atFraction the share of the replay that is delivered before the fault, 0 to 1
   */
  record Strike(double atFraction, ChaosFault fault) {}

  /** Returns a description of the run, which is shown before the run begins. */
  String sentence(int number, int runs) {
    return "run %d of %d, seed %d: %s at %,d/s, %s"
        .formatted(
            number,
            runs,
            seed,
            ordering,
            recordsPerSecond,
            strikes.stream().map(s -> s.fault().name()).toList());
  }

  /**
   * Returns the random numbers for everything that happens in the run and is not part of the plan,
   * such as the durations of faults.
   *
   * <p>The runs of a series have consecutive seeds, and the first numbers that {@link Random}
   * returns for consecutive seeds are almost equal. The bits of the seed are therefore mixed first.
   * Without the mixing, the first broker fault of each of 50 runs would hit a broker with the same
   * duty.
   */
  Random random() {
    return new Random(new SplittableRandom(seed).nextLong());
  }

  static ChaosPlan of(long seed) {
    var random = new Random(seed);
    var ordering = ORDERINGS.get(random.nextInt(ORDERINGS.size()));
    int rate = LEAST_RATE + random.nextInt(RATE_SPREAD);
    int count = LEAST_STRIKES + random.nextInt(MORE_STRIKES + 1);
    var strikes = new ArrayList<Strike>();
    for (int i = 0; i < count; i++) {
      double at = (i + random.nextDouble()) / count * 0.9;
      strikes.add(new Strike(at, anyOf(ChaosFault.OF_REPLAYS, random)));
    }
    return new ChaosPlan(seed, ordering, rate, List.copyOf(strikes));
  }

  /**
   * Returns a plan in which faults of {@link ChaosFault#OF_ARCHIVES} and faults of {@link
   * ChaosFault#OF_REPLAYS} alternate.
   */
  static ChaosPlan archive(long seed) {
    var random = new Random(seed);
    var ordering = ORDERINGS.get(random.nextInt(ORDERINGS.size()));
    int rate = LEAST_ARCHIVE_RATE + random.nextInt(ARCHIVE_RATE_SPREAD);
    int count = LEAST_STRIKES + random.nextInt(MORE_STRIKES + 1);
    var strikes = new ArrayList<Strike>();
    for (int i = 0; i < count; i++) {
      double at = (i + random.nextDouble()) / count * 0.9;
      strikes.add(
          new Strike(
              at, anyOf(i % 2 == 0 ? ChaosFault.OF_ARCHIVES : ChaosFault.OF_REPLAYS, random)));
    }
    return new ChaosPlan(seed, ordering, rate, List.copyOf(strikes));
  }

  /**
   * Returns a plan that alternates faults of brokers and faults of workers. The rate limit of the
   * replay is low, so that the replay still runs when a killed broker has started again and caught
   * up.
   */
  static ChaosPlan cluster(long seed) {
    var random = new Random(seed);
    var ordering = ORDERINGS.get(random.nextInt(ORDERINGS.size()));
    int rate = LEAST_CLUSTER_RATE + random.nextInt(CLUSTER_RATE_SPREAD);
    int count = LEAST_CLUSTER_STRIKES + random.nextInt(MORE_STRIKES + 1);
    var strikes = new ArrayList<Strike>();
    for (int i = 0; i < count; i++) {
      double at = (i + random.nextDouble()) / count * 0.9;
      strikes.add(
          new Strike(
              at, anyOf(i % 2 == 0 ? ChaosFault.OF_BROKERS : ChaosFault.OF_WORKERS, random)));
    }
    return new ChaosPlan(seed, ordering, rate, List.copyOf(strikes));
  }

  private static ChaosFault anyOf(List<ChaosFault> faults, Random random) {
    return faults.get(random.nextInt(faults.size()));
  }

  /** Returns a short plan: kill a worker, add a worker, pause the replay, freeze a worker. */
  static ChaosPlan quick(long seed) {
    return new ChaosPlan(
        seed,
        ORDERINGS.get((int) Math.floorMod(seed, 2L)),
        LEAST_RATE,
        List.of(
            new Strike(0.1, ChaosFault.KILL),
            new Strike(0.3, ChaosFault.ADD),
            new Strike(0.4, ChaosFault.PAUSE),
            new Strike(0.5, ChaosFault.FREEZE)));
  }

  /**
   * Returns a short plan that kills the archiver and a worker, and injects every kind of S3 fault.
   */
  static ChaosPlan quickArchive(long seed) {
    return new ChaosPlan(
        seed,
        ORDERINGS.get((int) Math.floorMod(seed, 2L)),
        LEAST_ARCHIVE_RATE,
        List.of(
            new Strike(0.05, ChaosFault.S3_REFUSES),
            new Strike(0.1, ChaosFault.ARCHIVER_KILL),
            new Strike(0.3, ChaosFault.S3_CUTS),
            new Strike(0.4, ChaosFault.KILL),
            new Strike(0.6, ChaosFault.S3_SLOW)));
  }

  /**
   * Returns a short plan: kill a broker, kill a worker, freeze a broker, cut two brokers off from
   * each other.
   */
  static ChaosPlan quickCluster(long seed) {
    return new ChaosPlan(
        seed,
        ORDERINGS.get((int) Math.floorMod(seed, 2L)),
        LEAST_CLUSTER_RATE + CLUSTER_RATE_SPREAD,
        List.of(
            new Strike(0.02, ChaosFault.BROKER_KILL),
            new Strike(0.15, ChaosFault.KILL),
            new Strike(0.25, ChaosFault.BROKER_FREEZE),
            new Strike(0.5, ChaosFault.BROKERS_CUT)));
  }
}
