package io.reprise.replay.target.connect;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.select.EventSchemas;
import io.reprise.replay.select.NoRegistryException;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.ConnectTargetConfig.RecordFormat;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetWriter;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * Gives each record to a sink connector of Kafka Connect, at least once. Each shard has a task of
 * its own. The progress of a shard is committed when the task has confirmed all records of a slice,
 * so a crash repeats one slice at most. The connector cannot refuse a former owner of the shard, so
 * it gets records only while the lease is proven.
 */
public final class ConnectTarget implements ReplayTarget {
  private final String name;
  private final ConnectTargetConfig config;
  private final EventSchemas schemas;
  private final Backoff backoff;
  private final Ticker ticker;
  private final ConnectorSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ConnectPlugin plugin;
  private @Nullable ShardTasks tasks;

  private ConnectTarget(
      String name,
      ConnectTargetConfig config,
      EventSchemas schemas,
      Backoff backoff,
      Ticker ticker,
      @Nullable ConnectPlugin plugin) {
    this.name = name;
    this.config = config;
    this.schemas = schemas;
    this.backoff = backoff;
    this.ticker = ticker;
    this.plugin = plugin;
    this.settings = new ConnectorSettings(name, config);
  }

  /**
   * Creates the target. Neither reads the plug-in nor starts the connector.
   *
   * @param schemas find the schemas of events, for the format AVRO
   * @param backoff decides how long to wait before a call is repeated
   */
  public static ConnectTarget open(
      String name, ConnectTargetConfig config, EventSchemas schemas, Backoff backoff) {
    return new ConnectTarget(name, config, schemas, backoff, Ticker.SYSTEM, null);
  }

  /** As the other {@code open}, with a plug-in whose classes are loaded already. */
  static ConnectTarget open(
      String name,
      ConnectTargetConfig config,
      EventSchemas schemas,
      Backoff backoff,
      Ticker ticker,
      ClassLoader loader) {
    var plugin = new ConnectPlugin(name, loader, config.pluginDirectory(), config.connector());
    return new ConnectTarget(name, config, schemas, backoff, ticker, plugin);
  }

  /**
   * Checks that the plug-in has the connector, and that the connector accepts its settings.
   *
   * @throws TargetRefusedException when it does not; the message names the settings
   * @throws io.reprise.replay.target.TargetUnavailableException when the connector does not answer;
   *     a retry is safe
   * @throws io.reprise.replay.target.TargetLoginException when a secret cannot be read
   */
  @Override
  public TargetFacts facts() {
    requireValid(null);
    return TargetFacts.notATopic(
        name,
        "at least one put of each record to the connector %s: a crash of a worker repeats up to %d records of a shard"
            .formatted(config.connector(), config.window()));
  }

  private void requireValid(@Nullable String topic) {
    var current = plugin();
    var wanted = settings.read(topic);
    var thread =
        new TaskThread(name, "connect-" + name + "-check", current.loader(), config.timeout());
    try (thread) {
      var errors = thread.call("validate", () -> errors(current, wanted));
      if (!errors.isEmpty()) {
        throw new TargetRefusedException(
            "the connector of target '%s' refuses its settings: %s"
                .formatted(name, settings.hideSecrets(errors)));
      }
    } catch (ConnectorFailedException e) {
      throw tasks().failure(e);
    }
  }

  private static String errors(ConnectPlugin plugin, Map<String, String> settings) {
    return plugin.newConnector().validate(settings).configValues().stream()
        .filter(value -> !value.errorMessages().isEmpty())
        .map(ConnectTarget::error)
        .collect(Collectors.joining("; "));
  }

  private static String error(ConfigValue value) {
    return value.name() + ": " + String.join(", ", value.errorMessages());
  }

  /**
   * Checks the settings together with the topic, and refuses the format AVRO if the worker knows no
   * schema registry.
   */
  @Override
  public void requireAccepts(String topic, Ordering ordering) {
    if (config.key() == RecordFormat.AVRO || config.value() == RecordFormat.AVRO) {
      try {
        var unused = schemas.latest(topic);
      } catch (NoRegistryException e) {
        throw new TargetRefusedException(
            "target '%s' decodes Avro, and the configuration of this worker names no schema registry: set registry in the configuration of every worker, or key and value of the target to another format than AVRO"
                .formatted(name),
            e);
      }
    }
    requireValid(topic);
  }

  /** The worker does not know what a connector writes to and whether that can be undone. */
  @Override
  public boolean hasSideEffects() {
    return true;
  }

  /**
   * As {@link ReplayTarget#open}. The task starts with the first record.
   *
   * @throws TargetRefusedException when the plug-in cannot be read
   */
  @Override
  public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
    var records = new SinkRecords(delivery, config, schemas);
    return new ConnectTargetWriter(name, delivery, config, records, tasks(), backoff, ticker);
  }

  private ConnectPlugin plugin() {
    lock.lock();
    try {
      if (plugin == null) {
        plugin = ConnectPlugin.open(name, config.pluginDirectory(), config.connector());
      }
      return plugin;
    } finally {
      lock.unlock();
    }
  }

  private ShardTasks tasks() {
    lock.lock();
    try {
      if (tasks == null) {
        tasks = new ShardTasks(name, config, plugin(), settings);
      }
      return tasks;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (plugin != null) {
        plugin.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
