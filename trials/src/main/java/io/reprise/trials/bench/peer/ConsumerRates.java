package io.reprise.trials.bench.peer;

/**
 * The rates of one run of several consumers, summed over the consumers.
 *
 * @param mebibytesPerSecond MiB of keys and values per second, over the whole time
 * @param recordsPerSecond records per second, over the whole time
 * @param mebibytesPerSecondAfterJoin MiB of keys and values per second, without the time in which a
 *     consumer joined its group
 */
public record ConsumerRates(
    double mebibytesPerSecond, double recordsPerSecond, double mebibytesPerSecondAfterJoin) {
  static final ConsumerRates NONE = new ConsumerRates(0, 0, 0);

  ConsumerRates plus(ConsumerRates other) {
    return new ConsumerRates(
        mebibytesPerSecond + other.mebibytesPerSecond,
        recordsPerSecond + other.recordsPerSecond,
        mebibytesPerSecondAfterJoin + other.mebibytesPerSecondAfterJoin);
  }
}
