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
 * of archiving, and the history of completed replays. Writes the commit log on the heap, copies the
 * objects that a reader opens to an S3 server, and opens the archive there. Writes the history to
 * the control topics of a worker.
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
    // This number of segments leaves as many entries after the last checkpoint as there can be.
    // Such an archive takes longest to open.
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
            "opening a partition of %,d segments in an S3 server on the same cores, with most entries after the checkpoint that there can be"
                .formatted(segments)),
        Figure.worstBelow(
            "metadata-heap",
            new Samples(opened.heapMebibytes()),
            "MiB",
            HEAP_GOAL_MEBIBYTES,
            "live heap (used after a collection) of the opened partition after a plan and a walk over half of it, with its cache of manifests"),
        Figure.worstBelow(
            "metadata-plan",
            new Samples(opened.planMillis()),
            "ms",
            PLAN_GOAL_MILLIS,
            "the first offset at an instant, and the segments, records and bytes of a range of %,d segments, with nothing cached"
                .formatted(segments / 2)),
        Figure.worstBelow(
            "metadata-walk",
            new Samples(opened.walkMillis()),
            "ms",
            PLAN_GOAL_MILLIS,
            "reading the commit facts of each of %,d segments, one manifest after the other"
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
            "stored commit entries, manifests and checkpoints to data objects of 64 MiB; %,.0f bytes a segment, so 0.1 %% is reached with segments of %,.2f MiB"
                .formatted(perSegment, perSegment * 1_000 / MEBIBYTE)),
        Figure.baselineOfPairs(
            "metadata-written",
            new PeerComparison(List.of(new PeerComparison.Pair(now, before))),
            "MiB",
            "checkpoints of version 1",
            "all checkpoints and manifests that were written for %,d segments, also those removed since; the peer by arithmetic: every segment in every 64th entry's checkpoint, none removed"
                .formatted(segments)));
  }

  /**
   * Returns how many bytes the checkpoints of version 1 of the format would take, each of which
   * held every segment of the archive.
   */
  private static double versionOneBytes(PartitionArchive archive) {
    double one = StrictJson.mapper().valueToTree(archive.segments().last()).toString().length() + 1;
    double checkpoints = Math.floor((double) (archive.headSeq() + 1) / ENTRIES_PER_CHECKPOINT);
    return one * ENTRIES_PER_CHECKPOINT * checkpoints * (checkpoints + 1) / 2;
  }
}
