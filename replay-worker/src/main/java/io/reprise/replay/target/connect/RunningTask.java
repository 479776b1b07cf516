package io.reprise.replay.target.connect;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkConnectorContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * A connector with its one task, which has the partition of one shard. Runs all code of the plug-in
 * on the task's thread. Confined to the thread of the shard, which closes this object.
 */
final class RunningTask implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final TaskThread thread;
  private final TopicPartition partition;
  private final TaskMetrics metrics;
  private final SinkConnector connector;
  private final SinkTask task;
  private final TaskContext context;

  private RunningTask(
      TaskThread thread,
      TopicPartition partition,
      TaskMetrics metrics,
      SinkConnector connector,
      SinkTask task,
      TaskContext context) {
    this.thread = thread;
    this.partition = partition;
    this.metrics = metrics;
    this.connector = connector;
    this.task = task;
    this.context = context;
  }

  /**
   * Starts the connector and its task, and gives the task its partition.
   *
   * @param settings the settings of the connector
   * @throws ConnectorFailedException when the connector or the task does not start
   * @throws io.reprise.replay.target.TargetUnavailableException when it does not start in time
   */
  static RunningTask start(
      ConnectPlugin plugin,
      TaskThread thread,
      Map<String, String> settings,
      TopicPartition partition)
      throws ConnectorFailedException {
    return thread.call("start", () -> startHere(plugin, thread, settings, partition));
  }

  private static RunningTask startHere(
      ConnectPlugin plugin,
      TaskThread thread,
      Map<String, String> settings,
      TopicPartition partition) {
    var metrics = new TaskMetrics();
    var connector = plugin.newConnector();
    connector.initialize(new ConnectorContext(metrics));
    connector.start(settings);
    var task = plugin.newTask(connector.taskClass());
    var configs = configs(connector, settings);
    var context = new TaskContext(configs, partition, metrics);
    var started = new RunningTask(thread, partition, metrics, connector, task, context);
    try {
      task.initialize(context);
      task.start(configs);
      task.open(List.of(partition));
    } catch (RuntimeException | Error e) {
      started.stopHere();
      throw e;
    }
    return started;
  }

  private static Map<String, String> configs(
      SinkConnector connector, Map<String, String> settings) {
    var all = connector.taskConfigs(1);
    var configs = new HashMap<>(all.isEmpty() ? settings : all.get(0));
    configs.put("task.class", connector.taskClass().getName());
    var topics = settings.get(SinkTask.TOPICS_CONFIG);
    if (topics != null) {
      configs.put(SinkTask.TOPICS_CONFIG, topics);
    }
    return configs;
  }

  /**
   * Gives the task records.
   *
   * @throws ConnectorFailedException with what the task has thrown
   * @throws io.reprise.replay.target.TargetUnavailableException when it does not return in time
   */
  void put(Collection<SinkRecord> records) throws ConnectorFailedException {
    thread.call(
        "put",
        () -> {
          task.put(records);
          return true;
        });
  }

  /**
   * Asks the task which records it has written for good.
   *
   * @param end the offset after the last record that it got
   * @return the offset before which all records are written; empty if the task names none
   * @throws ConnectorFailedException with what the task has thrown
   * @throws io.reprise.replay.target.TargetUnavailableException when it does not return in time
   */
  OptionalLong written(long end) throws ConnectorFailedException {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    offsets.put(partition, new OffsetAndMetadata(end));
    Map<TopicPartition, OffsetAndMetadata> written =
        thread.call("preCommit", () -> task.preCommit(offsets));
    var own = written == null ? null : written.get(partition);
    return own == null ? OptionalLong.empty() : OptionalLong.of(own.offset());
  }

  /** Returns what the task has asked of the worker. */
  TaskContext context() {
    return context;
  }

  /**
   * Stops task and connector. Waits 10 s at most; what was abandoned in a call stops when the call
   * has returned.
   */
  @Override
  public void close() {
    thread.end(CLOSE_LIMIT, this::stopHere);
  }

  private void stopHere() {
    try (metrics) {
      try {
        task.close(List.of(partition));
      } finally {
        try {
          task.stop();
        } finally {
          connector.stop();
        }
      }
    }
  }

  /** What the connector may ask of the worker: only its task is of interest. */
  private record ConnectorContext(PluginMetrics pluginMetrics) implements SinkConnectorContext {
    @Override
    public void requestTaskReconfiguration() {}

    @Override
    public void raiseError(Exception e) {
      throw new org.apache.kafka.connect.errors.ConnectException(e);
    }
  }
}
