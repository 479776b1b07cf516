package io.reprise.local.stack;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.local.process.JvmProfile;
import io.reprise.replay.target.TargetConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a stack.
 *
 * @param directory directory for data, configuration and logs
 * @param workers the number of replay workers at the start
 * @param brokerSettings broker settings that override the defaults, by Kafka's names
 * @param session how long a worker that no longer responds keeps its slots
 * @param targets targets of replays, by name
 * @param runningShards how many shards a worker runs at the same time; null for the number of cores
 * @param parts the services that the stack has whether or not it has an archive or snapshots
 * @param archive which topics are archived; null for none
 * @param snapshots which topics are folded to snapshots; null for none
 * @param cluster the brokers of a cluster, which then replace the single broker; null for one
 *     broker
 * @param profile whether the JVMs of the services start fast or reach their peak speed
 */
public record StackSettings(
    Path directory,
    StackPorts ports,
    int workers,
    Map<String, String> brokerSettings,
    Duration session,
    Map<String, TargetConfig> targets,
    @Nullable Integer runningShards,
    Parts parts,
    @Nullable ArchiveSettings archive,
    @Nullable SnapshotSettings snapshots,
    @Nullable ClusterSettings cluster,
    JvmProfile profile) {
  /**
   * The services that a stack has even without an archive and without snapshots. An archive and
   * snapshots add the services that they need.
   */
  public enum Parts {
    /** The stack has a broker and replay workers. */
    REPLAY,
    /** The stack has a broker, replay workers, a schema registry, an S3 server and ingest. */
    ALL
  }

  public static final Duration SHORT_SESSION = Duration.ofSeconds(3);

  /**
   * Returns settings with two workers, a broker that allows short session timeouts of consumer
   * groups, and services that start fast.
   */
  public static StackSettings of(
      Path directory, StackPorts ports, Map<String, TargetConfig> targets) {
    return new StackSettings(
        directory,
        ports,
        2,
        EmbeddedBroker.ONE_MACHINE,
        SHORT_SESSION,
        targets,
        null,
        Parts.REPLAY,
        null,
        null,
        null,
        JvmProfile.FAST_START);
  }

  public StackSettings withWorkers(int count) {
    return with(count, brokerSettings, runningShards, parts, archive, snapshots, cluster, profile);
  }

  public StackSettings withRunningShards(int count) {
    return with(workers, brokerSettings, count, parts, archive, snapshots, cluster, profile);
  }

  /**
   * Returns the same settings with a broker that has Kafka's default limits on the session timeouts
   * of consumer groups.
   */
  public StackSettings withStockBroker() {
    return with(
        workers, EmbeddedBroker.STOCK, runningShards, parts, archive, snapshots, cluster, profile);
  }

  /** Returns the same settings with ingest and the servers that ingest needs. */
  public StackSettings withAllParts() {
    return with(
        workers, brokerSettings, runningShards, Parts.ALL, archive, snapshots, cluster, profile);
  }

  /** Returns the same settings with an archiver and an S3 server; workers read from the archive. */
  public StackSettings withArchive(ArchiveSettings settings) {
    return with(
        workers, brokerSettings, runningShards, parts, settings, snapshots, cluster, profile);
  }

  /** Returns the same settings with compactors and a database. */
  public StackSettings withSnapshots(SnapshotSettings folded) {
    return with(workers, brokerSettings, runningShards, parts, archive, folded, cluster, profile);
  }

  /** Returns the same settings with a cluster of brokers instead of one broker. */
  public StackSettings withCluster(ClusterSettings brokers) {
    return with(
        workers, brokerSettings, runningShards, parts, archive, snapshots, brokers, profile);
  }

  /** Returns the same settings with services that compile their code as in production. */
  public StackSettings withPeakSpeed() {
    return with(
        workers,
        brokerSettings,
        runningShards,
        parts,
        archive,
        snapshots,
        cluster,
        JvmProfile.PEAK_SPEED);
  }

  /** Returns the brokers to start: those of the cluster, or the single broker. */
  ClusterSettings brokers() {
    return cluster == null ? ClusterSettings.ofOneBroker(ports, brokerSettings) : cluster;
  }

  private StackSettings with(
      int newWorkers,
      Map<String, String> newBrokerSettings,
      @Nullable Integer newRunningShards,
      Parts newParts,
      @Nullable ArchiveSettings newArchive,
      @Nullable SnapshotSettings newSnapshots,
      @Nullable ClusterSettings newCluster,
      JvmProfile newProfile) {
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
        newSnapshots,
        newCluster,
        newProfile);
  }
}
