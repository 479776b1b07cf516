package io.reprise.trials.bench.metadata;

import io.reprise.embedded.EmbeddedS3;
import io.reprise.embedded.FreePorts;
import io.reprise.store.archive.StrictJson;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.measure.Samples;
import java.util.ArrayList;
import java.util.List;

/**
 * Implements {@code bench metadata}: measures the metadata of one partition's archive after years
 * of archiving, and the history of completed replays.
 *
 * <p>For the archive, writes a commit log into a store on the heap, copies the objects that a
 * reader needs to an S3 server, and opens the archive from that server. For the history, writes
 * completed replays to the control topics of a worker.
 */
public final class MetadataBench implements Bench {
  private static final double OPEN_GOAL_MILLIS = 1_000;
  private static final double HEAP_GOAL_MEBIBYTES = 10;
  private static final double BYTES_GOAL_PERCENT = 0.1;
  private static final double PLAN_GOAL_MILLIS = 2_000;
  private static final double MEBIBYTE = 1 << 20;

  /** The number of entries between two checkpoints in version 1 of the checkpoint format. */
  private static final long ENTRIES_PER_CHECKPOINT = 64;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    var figures = new ArrayList<>(archive(environment));
    figures.addAll(
        new ReplayHistory(environment, environment.effort().of(1_000, 10_000)).measure());
    return figures;
  }

  private static List<Figure> archive(BenchEnvironment environment) {
    // With this number of segments, the number of commit entries after the last checkpoint is the
    // highest possible. Such an archive takes longest to open.
    int segments = environment.effort().of(10_000, 100_000) / 64 * 64 + 62;
    var store = new MetadataStore();
    environment.say("appending %,d segments to a commit log", segments);
    var archive = new LongArchive(store).write(segments);
    var bytes = bytes(store, archive);
    var opened = new OpenedArchive(segments, line -> environment.say("%s", line));
    try (var s3 = EmbeddedS3.start(environment.directory().resolve("s3"), FreePorts.next())) {
      var bucket = new S3Config(s3.uri(), null, EmbeddedS3.BUCKET, "bench", null, null, null);
      open(environment, store, opened, bucket);
    }
    return List.of(
        bytes.get(0),
        bytes.get(1),
        Figure.worstBelow(
            "metadata-open",
            new Samples(opened.openMillis()),
            "ms",
            OPEN_GOAL_MILLIS,
            "opening a partition of %,d segments from an S3 server on the same machine, with the largest possible number of commit entries after the last checkpoint"
                .formatted(segments)),
        Figure.worstBelow(
            "metadata-heap",
            new Samples(opened.heapMebibytes()),
            "MiB",
            HEAP_GOAL_MEBIBYTES,
            "live heap (in use after a garbage collection) of the opened partition and its cache of manifests, after a plan over half of the partition and after reading all segments of this half"),
        Figure.worstBelow(
            "metadata-plan",
            new Samples(opened.planMillis()),
            "ms",
            PLAN_GOAL_MILLIS,
            "finding the first offset with a given time or a later one, and the segments, records and bytes of a range of %,d segments; the cache is empty at the start"
                .formatted(segments / 2)),
        Figure.worstBelow(
            "metadata-walk",
            new Samples(opened.walkMillis()),
            "ms",
            PLAN_GOAL_MILLIS,
            "reading what the commit log says about each of %,d segments, one manifest after the other"
                .formatted(segments / 2)));
  }

  private static void open(
      BenchEnvironment environment, MetadataStore store, OpenedArchive opened, S3Config bucket) {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
    environment.say("copying the objects that readers open to an S3 server");
    try (var s3 = S3ObjectStore.open(bucket)) {
      store.copyTo(s3);
    }
    opened.measure(bucket, environment.effort().of(3, 7));
  }

  private static List<Figure> bytes(MetadataStore store, PartitionArchive archive) {
    long segments = archive.segments().size();
    double data = (double) segments * LongArchive.SEGMENT_BYTES;
    double perSegment = (double) store.storedBytes() / segments;
    double before = versionOneBytes(archive) / MEBIBYTE;
    double now = store.writtenCheckpointBytes() / MEBIBYTE;
    return List.of(
        Figure.worstBelow(
            "metadata-bytes",
            new Samples(List.of(100 * store.storedBytes() / data)),
            "%",
            BYTES_GOAL_PERCENT,
            "size of the stored commit entries, manifests and checkpoints, as a share of the size of the segments, which have 64 MiB each; metadata takes %,.0f bytes a segment, which is 0.1 %% of a segment of %,.2f MiB"
                .formatted(perSegment, perSegment * 1_000 / MEBIBYTE)),
        Figure.baselineOfPairs(
            "metadata-written",
            new PeerComparison(List.of(new PeerComparison.Pair(now, before))),
            "MiB",
            "checkpoints of version 1",
            "size of all checkpoints and manifests that were written for %,d segments, including the ones that were removed later; the value of version 1 is calculated: a checkpoint after every 64 entries, with every segment in each checkpoint"
                .formatted(segments)));
  }

  /**
   * Returns how many bytes all checkpoints of this archive would take in version 1 of the
   * checkpoint format. In version 1, each checkpoint held every segment of the archive.
   */
  private static double versionOneBytes(PartitionArchive archive) {
    double one = StrictJson.mapper().valueToTree(archive.segments().last()).toString().length() + 1;
    double checkpoints = Math.floor((double) (archive.headSeq() + 1) / ENTRIES_PER_CHECKPOINT);
    return one * ENTRIES_PER_CHECKPOINT * checkpoints * (checkpoints + 1) / 2;
  }
}
