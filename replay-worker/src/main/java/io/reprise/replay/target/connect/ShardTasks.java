package io.reprise.replay.target.connect;

import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts the tasks of a target, and knows which of them were abandoned in a call. While such a call
 * lasts, the shard gets no other task in this worker: the two would write at the same time.
 * Thread-safe.
 */
final class ShardTasks {
  private final String target;
  private final ConnectTargetConfig config;
  private final ConnectPlugin plugin;
  private final ConnectorSettings settings;
  private final Map<String, TaskThread> abandoned = new ConcurrentHashMap<>();
  private final AtomicInteger started = new AtomicInteger();

  ShardTasks(
      String target, ConnectTargetConfig config, ConnectPlugin plugin, ConnectorSettings settings) {
    this.target = target;
    this.config = config;
    this.plugin = plugin;
    this.settings = settings;
  }

  /**
   * Starts a task for a shard. The caller closes it, and tells {@link #ended} of its thread.
   *
   * @throws TargetUnavailableException when an earlier task of the shard has not returned yet, or
   *     when the system behind the connector cannot be reached
   * @throws TargetRefusedException when the connector does not start with its settings
   * @throws io.reprise.replay.target.TargetLoginException when a secret cannot be read
   */
  RunningTask start(DeliveryContext delivery, TopicPartition partition, TaskThread thread) {
    try {
      return RunningTask.start(plugin, thread, settings.read(partition.topic()), partition);
    } catch (ConnectorFailedException e) {
      ended(delivery, thread);
      throw failure(e);
    } catch (RuntimeException e) {
      ended(delivery, thread);
      throw e;
    }
  }

  /**
   * Creates the thread of a task.
   *
   * @throws TargetUnavailableException when an earlier task of the shard has not returned yet
   */
  TaskThread thread(DeliveryContext delivery) {
    var shard = shard(delivery);
    var hanging = abandoned.get(shard);
    if (hanging != null && hanging.isHanging()) {
      throw new TargetUnavailableException(
          "target '%s' waits for an earlier call of the connector for shard %s that does not return, in thread '%s': if it never does, restart this worker"
              .formatted(target, shard, hanging.name()));
    }
    abandoned.remove(shard);
    var name = "connect-%s-%s-%d".formatted(target, shard, started.incrementAndGet());
    return new TaskThread(target, name, plugin.loader(), config.timeout());
  }

  /** Takes back the thread of a task that gets no further call. */
  void ended(DeliveryContext delivery, TaskThread thread) {
    if (thread.isAbandoned()) {
      abandoned.put(shard(delivery), thread);
    }
    thread.close();
  }

  /** Returns what the failure of a connector means for its shard. */
  RuntimeException failure(ConnectorFailedException failed) {
    if (failed.thrown() instanceof TargetRefusedException refused) {
      return refused;
    }
    var message =
        "the connector of target '%s' does not work: %s"
            .formatted(target, settings.hideSecrets(String.valueOf(failed.getMessage())));
    return ConnectErrors.isOutage(failed.thrown())
        ? new TargetUnavailableException(message, failed)
        : new TargetRefusedException(message, failed);
  }

  /** Returns a message of the connector without the secrets of its settings. */
  String hideSecrets(String message) {
    return settings.hideSecrets(message);
  }

  private static String shard(DeliveryContext delivery) {
    return delivery.replay() + "/" + delivery.shard();
  }
}
