package io.reprise.replay.target.connect;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * What a task may ask of the worker, and what it has asked. The task has one partition.
 * Thread-safe: tasks also call it from threads of their own.
 */
final class TaskContext implements SinkTaskContext {
  private final Map<String, String> configs;
  private final TopicPartition partition;
  private final TaskMetrics metrics;
  private final Map<Long, String> reported = new HashMap<>();
  private @Nullable Long wantedOffset;
  private long timeoutMillis;
  private boolean isPaused;

  /**
   * Creates the context of a task that has asked nothing.
   *
   * @param configs the settings of the task
   */
  TaskContext(Map<String, String> configs, TopicPartition partition, TaskMetrics metrics) {
    this.configs = configs;
    this.partition = partition;
    this.metrics = metrics;
  }

  @Override
  public Map<String, String> configs() {
    return configs;
  }

  @Override
  public synchronized void offset(Map<TopicPartition, Long> offsets) {
    var wanted = offsets.get(partition);
    if (wanted != null) {
      wantedOffset = wanted;
    }
  }

  @Override
  public void offset(TopicPartition tp, long offset) {
    offset(Map.of(tp, offset));
  }

  @Override
  public synchronized void timeout(long timeoutMs) {
    timeoutMillis = Math.max(0, timeoutMs);
  }

  @Override
  public Set<TopicPartition> assignment() {
    return Set.of(partition);
  }

  @Override
  public synchronized void pause(TopicPartition... partitions) {
    isPaused = isPaused || Arrays.asList(partitions).contains(partition);
  }

  @Override
  public synchronized void resume(TopicPartition... partitions) {
    isPaused = isPaused && !Arrays.asList(partitions).contains(partition);
  }

  /** Does nothing: the end of each slice asks the task what it has written. */
  @Override
  public void requestCommit() {}

  @Override
  public ErrantRecordReporter errantRecordReporter() {
    return this::report;
  }

  private synchronized Future<Void> report(SinkRecord record, Throwable error) {
    var unused = reported.put(record.originalKafkaOffset(), ConnectErrors.message(error));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return metrics;
  }

  /** Returns the offset from which on the task wants records again, and forgets it. */
  synchronized OptionalLong takeWantedOffset() {
    var wanted = wantedOffset;
    wantedOffset = null;
    return wanted == null ? OptionalLong.empty() : OptionalLong.of(wanted);
  }

  /** Returns how long the task wants no call, and forgets it. */
  synchronized Duration takeTimeout() {
    var wanted = Duration.ofMillis(timeoutMillis);
    timeoutMillis = 0;
    return wanted;
  }

  /** Returns whether the task wants no records at the moment. */
  synchronized boolean isPaused() {
    return isPaused;
  }

  /**
   * Returns the records that the task has reported as not writable, by offset, with the reasons.
   */
  synchronized Map<Long, String> reported() {
    return Map.copyOf(reported);
  }

  /** Forgets the reported records. */
  synchronized void clearReported() {
    reported.clear();
  }
}
