package io.reprise.trials.soak;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How one measure of a kind of service developed. All components but the names are medians.
 *
 * @param service the kind of service, such as {@code worker}
 * @param measure what was measured, with its unit
 * @param samples the number of compared measurements
 * @param firstThird the measure in the first third of the measurements
 * @param lastThird the measure in the last third of the measurements
 * @param young the measure in the first measurement of each process
 * @param old the measure in the last measurement of each process
 * @param flat whether the measure stayed within its bound in both comparisons
 */
record UsageGrowth(
    String service,
    String measure,
    int samples,
    long firstThird,
    long lastThird,
    long young,
    long old,
    boolean flat) {

  /** What is measured, and how much more than a quarter it may grow, in its unit. */
  enum Measure {
    HEAP("heap MiB", 24, ServiceUsage::heapMebibytes),
    THREADS("threads", 12, ServiceUsage::threads),
    FILES("open files", 40, ServiceUsage::files);

    private final String label;
    private final long noise;
    private final ToLongFunction<ServiceUsage> value;

    Measure(String label, long noise, ToLongFunction<ServiceUsage> value) {
      this.label = label;
      this.noise = noise;
      this.value = value;
    }

    private boolean isFlat(long before, long after) {
      return after <= before + before / 4 + noise;
    }
  }

  /**
   * Compares the first third of measurements with the last third, and the first measurement of each
   * process with its last one. The first comparison finds what grows with the time or with the data
   * and survives restarts; the second one finds what grows in a process.
   *
   * @param usages at least one measurement, in the order of time
   */
  static UsageGrowth of(String service, Measure measure, List<ServiceUsage> usages) {
    int third = Math.max(1, usages.size() / 3);
    long first = median(measure, usages.subList(0, third));
    long last = median(measure, usages.subList(usages.size() - third, usages.size()));
    long young = median(measure, UsageSamples.firstOfEach(usages));
    long old = median(measure, UsageSamples.lastOfEach(usages));
    return new UsageGrowth(
        service,
        measure.label,
        usages.size(),
        first,
        last,
        young,
        old,
        measure.isFlat(first, last) && measure.isFlat(young, old));
  }

  private static long median(Measure measure, List<ServiceUsage> usages) {
    var sorted = usages.stream().mapToLong(measure.value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
