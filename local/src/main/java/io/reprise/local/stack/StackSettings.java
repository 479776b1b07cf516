package io.reprise.local.stack;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.replay.target.TargetConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stack is made of.
 *
 * @param directory holds everything it keeps: data, configuration, logs
 * @param workers how many replay workers to start with
 * @param brokerSettings laid over the broker's own, by Kafka's names
 * @param session how long a silent worker keeps its slots
 * @param targets what may be replayed into
 * @param runningShards how many shards a worker begins at a time; 0 for the number of cores
 * @param parts which parts there are
 * @param archive what is archived; null for nothing
 * @param snapshots what is folded to snapshots; null for nothing
 */
public record StackSettings(
    Path directory,
    StackPorts ports,
    int workers,
    Map<String, String> brokerSettings,
    Duration session,
    Map<String, TargetConfig> targets,
    int runningShards,
    Parts parts,
    @Nullable ArchiveSettings archive,
    @Nullable SnapshotSettings snapshots) {
  /** Which parts a stack has, besides what an archive needs. */
  public enum Parts {
    /** A broker and replay workers. */
    REPLAY,
    /** Those, and a schema registry, an S3 server and ingest. */
    ALL
  }

  public static final Duration SHORT_SESSION = Duration.ofSeconds(3);

  /** A broker that allows a short session, two workers. */
  public static StackSettings of(
      Path directory, StackPorts ports, Map<String, TargetConfig> targets) {
    return new StackSettings(
        directory,
        ports,
        2,
        EmbeddedBroker.ONE_MACHINE,
        SHORT_SESSION,
        targets,
        0,
        Parts.REPLAY,
        null,
        null);
  }

  public StackSettings withWorkers(int count) {
    return with(count, brokerSettings, runningShards, parts, archive, snapshots);
  }

  public StackSettings withRunningShards(int count) {
    return with(workers, brokerSettings, count, parts, archive, snapshots);
  }

  /** A broker at Kafka's own defaults. */
  public StackSettings withStockBroker() {
    return with(workers, EmbeddedBroker.STOCK, runningShards, parts, archive, snapshots);
  }

  /** Ingest too, and what it needs. */
  public StackSettings withAllParts() {
    return with(workers, brokerSettings, runningShards, Parts.ALL, archive, snapshots);
  }

  /** An archiver too, and an S3 server for it; workers read what it archived. */
  public StackSettings withArchive(ArchiveSettings settings) {
    return with(workers, brokerSettings, runningShards, parts, settings, snapshots);
  }

  /** Compactors too, and a database. */
  public StackSettings withSnapshots(SnapshotSettings folded) {
    return with(workers, brokerSettings, runningShards, parts, archive, folded);
  }

  private StackSettings with(
      int newWorkers,
      Map<String, String> newBrokerSettings,
      int newRunningShards,
      Parts newParts,
      @Nullable ArchiveSettings newArchive,
      @Nullable SnapshotSettings newSnapshots) {
    return new StackSettings(
        directory,
        ports,
        newWorkers,
        newBrokerSettings,
        session,
        targets,
        newRunningShards,
        newParts,
        newArchive,
        newSnapshots);
  }
}
