package io.reprise.trials.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs MirrorMaker 2 with default settings, except for the number of tasks. MirrorMaker copies one
 * topic within one cluster to {@code <alias>.<topic>}. Closing this object stops the copy.
 */
public final class MirrorMaker implements AutoCloseable {
  public static final String NAME = "MirrorMaker 2";

  private static final List<String> SCRIPT_OPTIONS =
      List.of(
          "-Xms256M",
          "-Xmx2G",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent");

  private final ToolProcess tool;
  private final String copy;

  private MirrorMaker(ToolProcess tool, String copy) {
    this.tool = tool;
    this.copy = copy;
  }

  /**
   * Starts to copy a topic.
   *
   * @param alias the name of the source cluster, with which the copy's name begins; a new alias
   *     makes a new copy
   * @param tasks the value of {@code tasks.max}
   */
  public static MirrorMaker start(
      String bootstrapServers, String topic, String alias, int tasks, Path directory) {
    var config = directory.resolve("mirror-maker-" + alias + ".properties");
    try {
      Files.writeString(config, properties(bootstrapServers, topic, alias, tasks));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + config, e);
    }
    var tool =
        ToolProcess.start(
            "org.apache.kafka.connect.mirror.MirrorMaker",
            SCRIPT_OPTIONS,
            PeerClassPath.read(),
            directory.resolve("mirror-maker.log"));
    tool.begin(List.of(config.toString()));
    return new MirrorMaker(tool, alias + "." + topic);
  }

  /**
   * Returns MirrorMaker's settings: the topic to copy, the replication factors that a cluster of
   * one broker needs, and the number of tasks.
   */
  private static String properties(String bootstrapServers, String topic, String alias, int tasks) {
    return """
    clusters = %1$s, %1$s-copy
    %1$s.bootstrap.servers = %2$s
    %1$s-copy.bootstrap.servers = %2$s
    %1$s->%1$s-copy.enabled = true
    %1$s->%1$s-copy.topics = %3$s
    tasks.max = %4$d
    replication.factor = 1
    checkpoints.topic.replication.factor = 1
    heartbeats.topic.replication.factor = 1
    offset-syncs.topic.replication.factor = 1
    offset.storage.replication.factor = 1
    status.storage.replication.factor = 1
    config.storage.replication.factor = 1
    """
        .formatted(alias, bootstrapServers, topic, tasks);
  }

  /** Returns the name of the topic to which MirrorMaker copies. */
  public String copy() {
    return copy;
  }

  @Override
  public void close() {
    tool.close();
  }
}
