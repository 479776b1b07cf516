package io.reprise.replay.target;

import io.reprise.store.facts.TopicInspector;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The targets that a worker's configuration names. Immutable. {@link #close()} closes all targets.
 */
public final class Targets implements AutoCloseable {
  private final Map<String, ReplayTarget> byName = new TreeMap<>();

  public Targets(Map<String, TargetConfig> configured, TopicInspector topics) {
    configured.forEach((name, config) -> byName.put(name, open(name, config, topics)));
  }

  private static ReplayTarget open(String name, TargetConfig config, TopicInspector topics) {
    if (config instanceof TargetConfig.KafkaTopic kafka) {
      return new KafkaTarget(name, kafka.topic(), topics);
    }
    var delay = ((TargetConfig.Discard) config).delayPerRecord();
    return new DiscardTarget(name, delay == null ? Duration.ZERO : delay);
  }

  /**
   * Returns a target by name.
   *
   * @throws UnknownTargetException when no target has this name
   */
  public ReplayTarget named(String name) {
    var target = byName.get(name);
    if (target == null) {
      throw new UnknownTargetException(name, byName.keySet());
    }
    return target;
  }

  /** Returns the names of all configured targets. */
  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  @Override
  public void close() {
    byName.values().forEach(ReplayTarget::close);
  }
}
