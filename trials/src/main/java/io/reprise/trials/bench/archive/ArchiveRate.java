package io.reprise.trials.bench.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.measure.Samples;
import io.reprise.trials.bench.peer.ConsumerPerformance;
import io.reprise.trials.load.TopicLoad;
import java.util.List;

/**
 * Measures {@code archive-write} and {@code archive-bytes}: archives the whole topic several times,
 * each time into a new archive. The archiver reads back and verifies every segment before it
 * commits the segment.
 */
final class ArchiveRate {
  private static final double GOAL = 0.25;
  private static final double BYTES_GOAL = 0.45;
  private static final double MEBIBYTE = 1 << 20;

  private final BenchEnvironment environment;
  private final Stack stack;
  private final TopicLoad load;
  private int archives;
  private double archivedBytes;

  ArchiveRate(BenchEnvironment environment, Stack stack, TopicLoad load) {
    this.environment = environment;
    this.stack = stack;
    this.load = load;
  }

  List<Figure> measure() throws InterruptedException {
    int pairs = environment.effort().of(2, 5);
    try (var peer = new ConsumerPerformance(stack.bootstrapServers(), 1, environment.directory())) {
      var write =
          Figure.ofPairs(
              "archive-write",
              PeerComparison.interleaved(
                  environment.effort().of(0, 1), pairs, this::archive, () -> consume(peer)),
              "MiB/s",
              ConsumerPerformance.NAME,
              GOAL,
              "each measurement starts a new archiver with a heap of 512 MiB; it compresses %,d events with zstd, uploads them to an S3 server on the same machine, and reads and decodes every segment before its commit; the time is from the first claim to the last commit; the peer is one consumer; bytes of keys and values"
                  .formatted(load.events()));
      return List.of(write, stored());
    }
  }

  private Figure stored() {
    return Figure.atMost(
        "archive-bytes",
        new Samples(List.of(archivedBytes / logBytes())),
        "ratio",
        BYTES_GOAL,
        "size of the data objects, without indexes, divided by the size of the uncompressed"
            + " topic on the broker's disk");
  }

  private double consume(ConsumerPerformance peer) {
    double rate = peer.mebibytesPerSecond(ArchiveBench.COLD, load.events());
    environment.say("%s: %.0f MiB/s", ConsumerPerformance.NAME, rate);
    return rate;
  }

  private double archive() throws InterruptedException {
    var run = ArchiverRun.start(stack, ArchiveBench.COLD, ArchiveMode.COPY, "copy-" + archives++);
    run.awaitClaim();
    long begun = System.nanoTime();
    double already = run.records();
    run.awaitRecords(load.events());
    double seconds = (System.nanoTime() - begun) / 1e9;
    double share = (load.events() - already) / load.events();
    double rate = load.totalBytes() * share / MEBIBYTE / seconds;
    archivedBytes = run.sum("bytes");
    stack.stopArchiver();
    environment.say("archived and verified: %.0f MiB/s", rate);
    return rate;
  }

  private double logBytes() {
    return stack.api().topic(ArchiveBench.COLD).path("partitions").findValues("bytes").stream()
        .mapToDouble(JsonNode::asDouble)
        .sum();
  }
}
