package io.reprise.archiver.generation;

import io.reprise.archiver.operate.OperationProgress;
import io.reprise.store.EventLog;
import io.reprise.store.disk.PrivateFiles;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.TopicSnapshots;
import io.reprise.store.snapshot.generation.GenerationLayout;
import io.reprise.store.snapshot.generation.GenerationManifest;
import io.reprise.store.snapshot.generation.Generations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;

/**
 * Exports snapshot topics to the object store as generations.
 *
 * <p>Thread-safe. Does not close the store or the log. Throws {@link
 * io.reprise.store.facts.TopicNotFoundException} when the topic or its snapshot topic does not
 * exist, {@link io.reprise.store.snapshot.UnusableSnapshotsException} when the snapshots cannot be
 * used, and the errors of the store and of Kafka. A retry is safe: a generation is visible only
 * once its manifest is written.
 */
public final class SnapshotExporter {
  private final ObjectStore store;
  private final TopicInspector topics;
  private final EventLog log;
  private final Path directory;
  private final Clock clock;

  private SnapshotExporter(
      ObjectStore store, TopicInspector topics, EventLog log, Path directory, Clock clock) {
    this.store = store;
    this.topics = topics;
    this.log = log;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Returns an exporter with a working directory, which is emptied of the files of an earlier run.
   *
   * @param directory working directory for sorting and spooling, on a disk with room for two copies
   *     of a partition's snapshots
   * @param log reads the snapshot topics from Kafka
   * @throws UncheckedIOException when the directory cannot be used
   */
  public static SnapshotExporter in(
      Path directory, ObjectStore store, TopicInspector topics, EventLog log, Clock clock) {
    try {
      if (Files.exists(directory)) {
        try (var left = Files.walk(directory)) {
          for (var file : left.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      PrivateFiles.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot use directory " + directory + ": make it writable, or name another", e);
    }
    return new SnapshotExporter(store, topics, log, directory, clock);
  }

  /** Returns the generations of one snapshot topic. */
  public Generations generations(SnapshotTopic snapshots) {
    var layout = new GenerationLayout(snapshots, topics.idOf(snapshots.source()));
    return new Generations(store, layout, clock);
  }

  /**
   * Exports the current snapshots of the snapshot topic as a new generation. Returns once the
   * generation is visible to readers.
   */
  public GenerationManifest export(SnapshotTopic snapshots, OperationProgress progress) {
    var generations = generations(snapshots);
    var facts = topics.inspect(snapshots.name());
    long most = facts.partitions().stream().mapToLong(SnapshotExporter::span).sum();
    try (var source = TopicSnapshots.open(log, facts, directory)) {
      return generations.export(
          source, directory, keys -> progress.at(keys, Math.max(keys, most), "snapshots at most"));
    }
  }

  private static long span(PartitionFacts partition) {
    return partition.committedEnd() - partition.logStart();
  }
}
