package io.reprise.replay.target.connect;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Gives the records of one shard to a task of the connector under one lease. Collects the records
 * of a slice, gives them to the task, and waits until the task has confirmed them.
 *
 * <p>When the task fails with an exception, it is not known which record was the cause. A new task
 * then gets the records of the slice one at a time: those with which it fails are refused. If it
 * fails with each of several records, the cause is not a record, and the shard fails.
 *
 * <p>Confined to the thread of the shard.
 */
final class ConnectTargetWriter implements TargetWriter {
  private final String target;
  private final DeliveryContext delivery;
  private final ConnectTargetConfig config;
  private final SinkRecords records;
  private final ShardTasks tasks;
  private final Backoff backoff;
  private final Ticker ticker;
  private final List<SinkRecord> slice = new ArrayList<>();
  private Map<Long, String> refused = new LinkedHashMap<>();
  private @Nullable Current current;

  /** The task that is running, and what calls it. */
  private record Current(TaskThread thread, RunningTask task, TaskCalls calls) {}

  ConnectTargetWriter(
      String target,
      DeliveryContext delivery,
      ConnectTargetConfig config,
      SinkRecords records,
      ShardTasks tasks,
      Backoff backoff,
      Ticker ticker) {
    this.target = target;
    this.delivery = delivery;
    this.config = config;
    this.records = records;
    this.tasks = tasks;
    this.backoff = backoff;
    this.ticker = ticker;
  }

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    try {
      slice.add(records.of(record));
      return DeliveryResult.PENDING;
    } catch (UnfitValueException e) {
      return new DeliveryResult.Refused(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean isFull() {
    return slice.size() >= config.window();
  }

  @Override
  public void flush() {
    if (slice.isEmpty()) {
      return;
    }
    try {
      write(slice);
    } catch (ConnectorFailedException e) {
      stop();
      if (ConnectErrors.isOutage(e.thrown())) {
        throw tasks.failure(e);
      }
      writeSingly(e);
    }
    slice.clear();
  }

  /** Gives records to the task until it has confirmed all of them that it has not refused. */
  private void write(List<SinkRecord> some) throws ConnectorFailedException {
    refused.putAll(calls(some.get(0)).write(some));
  }

  private void writeSingly(ConnectorFailedException first) {
    if (slice.size() == 1) {
      refuse(slice.get(0), first);
      return;
    }
    boolean works = false;
    for (var record : slice) {
      try {
        write(List.of(record));
        works = true;
      } catch (ConnectorFailedException e) {
        stop();
        if (ConnectErrors.isOutage(e.thrown())) {
          throw tasks.failure(e);
        }
        refuse(record, e);
      }
    }
    if (!works) {
      throw new TargetRefusedException(
          "the connector of target '%s' fails with each of %d records, from offset %d on: %s"
              .formatted(
                  target,
                  slice.size(),
                  slice.get(0).originalKafkaOffset(),
                  tasks.hideSecrets(String.valueOf(first.getMessage()))),
          first);
    }
  }

  private void refuse(SinkRecord record, ConnectorFailedException failed) {
    refused.put(
        record.originalKafkaOffset(),
        "the connector's " + tasks.hideSecrets(String.valueOf(failed.getMessage())));
  }

  private TaskCalls calls(SinkRecord first) {
    var running = current;
    if (running == null) {
      var partition = new TopicPartition(first.topic(), first.originalKafkaPartition());
      var thread = tasks.thread(delivery);
      var task = tasks.start(delivery, partition, thread);
      var calls = new TaskCalls(target, task, config.timeout(), delivery, backoff, ticker);
      running = new Current(thread, task, calls);
      current = running;
      calls.requireNext(first.originalKafkaOffset());
    }
    return running.calls;
  }

  @Override
  public Map<Long, String> refused() {
    var result = refused;
    refused = new LinkedHashMap<>();
    return result;
  }

  private void stop() {
    var running = current;
    current = null;
    if (running != null) {
      running.task.close();
      tasks.ended(delivery, running.thread);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
