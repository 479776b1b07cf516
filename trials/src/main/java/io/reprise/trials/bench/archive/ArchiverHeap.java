package io.reprise.trials.bench.archive;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ServiceHeap;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.load.TopicLoad;
import java.util.List;

/**
 * Measures {@code archive-heap}: an archiver's live heap while it archives a large topic, compared
 * with its live heap while it archives a small topic. Each sample is taken after a garbage
 * collection. For each topic, the highest sample is compared.
 */
record ArchiverHeap(BenchEnvironment environment, Stack stack) {
  private static final int SMALL = 1_000_000;
  private static final int RECORD_BYTES = 100;
  private static final double MEBIBYTE = 1 << 20;
  private static final long SAMPLE_EVERY_MILLIS = 250;

  Figure measure() throws InterruptedException {
    double small = highest("bench-small", Math.min(SMALL, environment.heapRecords()));
    double large = highest("bench-large", environment.heapRecords());
    return Figure.baselineOfPairs(
        "archive-heap",
        new PeerComparison(List.of(new PeerComparison.Pair(large, small))),
        "MiB",
        "%,d records".formatted(SMALL),
        "highest live heap (in use after a garbage collection) of an archiver with a heap of 512 MiB while it archives %,d records of %d bytes, divided by the same with %,d records"
            .formatted(environment.heapRecords(), RECORD_BYTES, SMALL));
  }

  private double highest(String topic, int records) throws InterruptedException {
    environment.say("publishing %,d records of %d bytes", records, RECORD_BYTES);
    DevTopics.ensure(stack.bootstrapServers(), ArchiveBench.PARTITIONS, topic);
    new TopicLoad(records, ArchiveBench.USERS, RECORD_BYTES)
        .publish(stack.bootstrapServers(), topic);
    var run = ArchiverRun.start(stack, topic, ArchiveMode.COPY, topic);
    long highest = 0;
    try (var heap = new ServiceHeap(stack.archiverProcess())) {
      while (run.records() < records) {
        highest = Math.max(highest, heap.liveBytes());
        Thread.sleep(SAMPLE_EVERY_MILLIS);
      }
    }
    stack.stopArchiver();
    DevTopics.remove(stack.bootstrapServers(), topic);
    environment.say("archiver's live heap: %.1f MiB", highest / MEBIBYTE);
    return highest / MEBIBYTE;
  }
}
