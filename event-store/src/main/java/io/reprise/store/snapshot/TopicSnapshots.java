package io.reprise.store.snapshot;

import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import io.reprise.store.disk.PrivateFiles;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the snapshots that a snapshot topic holds at the moment when it is opened. A partition
 * is read from Kafka once, when its snapshots are first requested. They are then sorted on disk.
 */
public final class TopicSnapshots implements SnapshotSource {
  private static final long SORT_BYTES = 32L << 20;
  private static final Duration WAIT = Duration.ofMillis(200);

  private final EventLog log;
  private final TopicFacts topic;
  private final Path scratch;
  private final List<Partition> partitions;

  private TopicSnapshots(EventLog log, TopicFacts topic, Path scratch) {
    this.log = log;
    this.topic = topic;
    this.scratch = scratch;
    this.partitions = topic.partitions().stream().map(Partition::new).toList();
  }

  /**
   * Opens a snapshot topic. Reads no record yet.
   *
   * @param log the log to read from, which the caller closes; a log over Kafka alone suffices
   * @param topic current facts of the snapshot topic; each partition is read up to the committed
   *     end that these facts contain
   * @param scratch directory for temporary files, on a disk with room for all snapshots
   */
  public static TopicSnapshots open(EventLog log, TopicFacts topic, Path scratch) {
    try {
      PrivateFiles.createDirectories(scratch);
      return new TopicSnapshots(log, topic, Files.createTempDirectory(scratch, "snapshots-"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a scratch directory in " + scratch, e);
    }
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public Watermark watermark(int partition) {
    return partitions.get(partition).loaded().watermark();
  }

  @Override
  public void read(int partition, Consumer<Snapshot> sink) {
    partitions
        .get(partition)
        .loaded()
        .sorted()
        .read(
            snapshot -> {
              if (snapshot.state() != null) {
                sink.accept(snapshot);
              }
            });
  }

  @Override
  public String name() {
    return topic.topic();
  }

  @Override
  public void close() {
    partitions.forEach(Partition::close);
    try {
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove scratch directory " + scratch, e);
    }
  }

  private record Loaded(SnapshotSorter sorted, Watermark watermark) {}

  private final class Partition {
    private final PartitionFacts facts;
    private @Nullable Loaded loaded;

    Partition(PartitionFacts facts) {
      this.facts = facts;
    }

    synchronized Loaded loaded() {
      if (loaded == null) {
        loaded = load();
      }
      return loaded;
    }

    private Loaded load() {
      var sort = new SnapshotSorter(newDirectory(), SORT_BYTES);
      try {
        var watermark = readInto(sort);
        if (watermark == null) {
          throw new UnusableSnapshotsException(
              "topic %s has no watermark in partition %d: wait until the compactor has written one, or rebuild from the full log"
                  .formatted(topic.topic(), facts.partition()));
        }
        sort.finish();
        return new Loaded(sort, watermark);
      } catch (RuntimeException e) {
        sort.close();
        throw e;
      }
    }

    private Path newDirectory() {
      try {
        return Files.createTempDirectory(scratch, "p" + facts.partition() + "-");
      } catch (IOException e) {
        throw new UncheckedIOException("cannot create a scratch directory in " + scratch, e);
      }
    }

    /**
     * Reads the snapshots of a partition into {@code sort}, and returns the partition's newest
     * watermark; null if there is none. If the compactor is writing snapshots now, some snapshots
     * already include events at or above the {@code emittedTo} of that watermark. In this case, the
     * returned watermark has a higher {@code emittedTo}, which is above the events of all
     * snapshots.
     */
    private @Nullable Watermark readInto(SnapshotSorter sort) {
      var range = new OffsetRange(facts.logStart(), facts.committedEnd());
      Watermark newest = null;
      long reached = 0;
      try (var reader = log.read(topic.topic(), facts.partition(), range)) {
        while (reader.position() < range.to()) {
          for (var item : reader.read(WAIT).records()) {
            if (SnapshotCodec.isWatermark(item.key())) {
              newest = SnapshotCodec.watermark(item.value());
            } else {
              var snapshot = snapshot(item);
              sort.add(snapshot);
              reached = Math.max(reached, snapshot.provenance().lastOffset() + 1);
            }
          }
        }
      }
      return newest == null
          ? null
          : new Watermark(newest.processedTo(), Math.max(newest.emittedTo(), reached));
    }

    private Snapshot snapshot(ConsumerRecord<byte[], byte[]> item) {
      try {
        return SnapshotCodec.snapshot(item.key(), item.value(), item.headers());
      } catch (IllegalArgumentException e) {
        throw new UnusableSnapshotsException(
            "topic %s partition %d offset %d holds no snapshot: %s; another program has written to the topic: delete the topic, and the compactor creates it again"
                .formatted(topic.topic(), item.partition(), item.offset(), e.getMessage()));
      }
    }

    synchronized void close() {
      if (loaded != null) {
        loaded.sorted().close();
        loaded = null;
      }
    }
  }
}
