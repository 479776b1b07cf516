package io.reprise.trials.bench.metadata;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.store.ObjectStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures how long a worker takes to open an archive, and to read the data from which a replay of
 * the archive is planned. Each round starts with an empty cache.
 */
final class OpenedArchive {
  private static final double MEBIBYTE = 1 << 20;
  private static final double NANOS_PER_MILLI = 1e6;

  private final int segments;
  private final Consumer<String> say;
  private final List<Double> openMillis = new ArrayList<>();
  private final List<Double> heapMebibytes = new ArrayList<>();
  private final List<Double> planMillis = new ArrayList<>();
  private final List<Double> walkMillis = new ArrayList<>();

  OpenedArchive(int segments, Consumer<String> say) {
    this.segments = segments;
    this.say = say;
  }

  List<Double> openMillis() {
    return openMillis;
  }

  List<Double> heapMebibytes() {
    return heapMebibytes;
  }

  List<Double> planMillis() {
    return planMillis;
  }

  List<Double> walkMillis() {
    return walkMillis;
  }

  void measure(S3Config bucket, int rounds) {
    try (var store = S3ObjectStore.open(bucket)) {
      round(store); // A warm-up round, which loads the classes of the S3 client.
      List.of(openMillis, heapMebibytes, planMillis, walkMillis).forEach(List::clear);
      for (int i = 0; i < rounds; i++) {
        round(store);
      }
    }
  }

  private void round(ObjectStore store) {
    double before = liveMebibytes();
    var catalog = new ArchiveCatalog(store, System::nanoTime);
    long begin = System.nanoTime();
    var archive = catalog.now(LongArchive.ID);
    openMillis.add(millisSince(begin));
    long asked = System.nanoTime();
    plan(catalog, archive);
    planMillis.add(millisSince(asked));
    long walked = System.nanoTime();
    long seen = archive.segments().in(half()).count();
    walkMillis.add(millisSince(walked));
    heapMebibytes.add(liveMebibytes() - before);
    if (catalog.recent(LongArchive.ID).segments().size() != segments || seen != segments / 2) {
      throw new IllegalStateException("the opened archive lacks segments");
    }
    say.accept(
        String.format(
            Locale.ROOT,
            "opened %,d segments in %.0f ms with %.1f MiB of heap; plan %.0f ms, all facts %.0f ms",
            segments,
            last(openMillis),
            last(heapMebibytes),
            last(planMillis),
            last(walkMillis)));
  }

  /**
   * Reads the data from which a replay of half of the archive is planned: the first offset at a
   * given time, and the bytes and counts of the segments in an offset range.
   */
  private void plan(ArchiveCatalog catalog, PartitionArchive archive) {
    var from = archive.segments().firstReaching(LongArchive.timestamp(segments / 4));
    var totals = catalog.ask(archive, a -> a.segments().totals(half()));
    if (from == null || totals.segments() != segments / 2) {
      throw new IllegalStateException("the opened archive gave another answer than was written");
    }
  }

  /**
   * Returns the offset range of half of the segments. The range begins and ends inside the archive.
   */
  private OffsetRange half() {
    return LongArchive.offsets(segments / 4, segments / 4 + segments / 2);
  }

  private static double last(List<Double> samples) {
    return samples.get(samples.size() - 1);
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / NANOS_PER_MILLI;
  }

  private static double liveMebibytes() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() / MEBIBYTE;
  }
}
