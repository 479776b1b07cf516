package io.reprise.replay.target;

import io.reprise.replay.spec.TargetName;
import io.reprise.store.facts.TopicInspector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The targets that a worker's configuration names. Immutable. {@link #close()} closes all targets.
 */
public final class Targets implements AutoCloseable {
  private final Map<String, ReplayTarget> byName = new TreeMap<>();
  private final Map<String, TopicPattern> patterns = new TreeMap<>();
  private final TopicInspector topics;
  private final ReservedTopics reserved;
  private final ForeignTargets foreign;

  /**
   * Opens the targets that are not in the workers' own cluster: topics of other clusters, tables of
   * a database, services behind a URL, and connectors of Kafka Connect.
   */
  @FunctionalInterface
  public interface ForeignTargets {
    /**
     * Opens a target without connecting to it.
     *
     * @param config a {@link RemoteTopicConfig}, {@link TargetConfig.Jdbc}, {@link
     *     TargetConfig.Http} or {@link ConnectTargetConfig}
     */
    ReplayTarget open(String name, TargetConfig config);
  }

  /**
   * Creates the targets of workers whose control topics have the default prefix. All of them must
   * be in the workers' own cluster.
   */
  public Targets(Map<String, TargetConfig> configured, TopicInspector topics) {
    this(
        configured,
        topics,
        ReservedTopics.DEFAULT_PREFIX,
        (name, config) -> {
          throw new UnknownTargetException(name, configured.keySet());
        });
  }

  /**
   * Creates the targets of a configuration.
   *
   * @param ownPrefix the first part of the names of the topics that the workers themselves write;
   *     no target with a pattern writes to such a topic
   * @param foreign opens the targets of the kinds kafka-remote, jdbc, http and connect. A worker
   *     that has none loads no driver and no client
   */
  public Targets(
      Map<String, TargetConfig> configured,
      TopicInspector topics,
      String ownPrefix,
      ForeignTargets foreign) {
    this.topics = topics;
    this.foreign = foreign;
    this.reserved = new ReservedTopics(ownPrefix);
    configured.forEach(this::add);
  }

  private void add(String name, TargetConfig config) {
    if (config instanceof TargetConfig.KafkaTopicPattern shadow) {
      patterns.put(name, shadow.pattern());
    } else if (config instanceof TargetConfig.KafkaTopic kafka) {
      byName.put(name, new KafkaTarget(name, kafka.topic(), topics));
    } else if (config instanceof CustomTargetConfig custom) {
      byName.put(name, custom.open(name));
    } else if (config instanceof TargetConfig.Origin origin) {
      for (var topic : origin.topics()) {
        var text = new TargetName(name, topic).text();
        byName.put(text, new OriginTarget(text, topic, topics));
      }
    } else if (config instanceof TargetConfig.Discard discard) {
      var delay = discard.delayPerRecord();
      byName.put(name, new DiscardTarget(name, delay == null ? Duration.ZERO : delay));
    } else {
      byName.put(name, foreign.open(name, config));
    }
  }

  /**
   * Returns the target that a spec names: a target by its name, a target that sends records back
   * with one of its topics, as {@code back:orders}, or a target with a pattern and the topic that
   * it is to write to, as {@code shadow:orders-shadow}.
   *
   * @throws UnknownTargetException when no target has this name, or when the target does not allow
   *     the topic
   */
  public ReplayTarget named(String name) {
    var target = byName.get(name);
    if (target != null) {
      return target;
    }
    return chosenTopic(name)
        .map(topic -> new KafkaTarget(name, topic, topics))
        .orElseThrow(() -> unknown(name));
  }

  /**
   * Returns the topic that a spec names together with a target that has a pattern. The topic need
   * not exist: it may be created for the replay. Empty if the target's configuration decides where
   * it writes, or if no target has this name.
   *
   * @throws UnknownTargetException when the target does not allow the topic
   */
  public Optional<String> chosenTopic(String name) {
    var parts = TargetName.parse(name);
    var pattern = byName.containsKey(name) ? null : patterns.get(parts.target());
    if (pattern == null) {
      return Optional.empty();
    }
    var topic = parts.topic();
    if (topic == null) {
      throw UnknownTargetException.withoutTopic(parts.target(), pattern);
    }
    if (!pattern.matches(topic)) {
      throw UnknownTargetException.notMatching(parts.target(), pattern, topic);
    }
    if (reserved.contains(topic)) {
      throw UnknownTargetException.reserved(parts.target(), topic);
    }
    return Optional.of(topic);
  }

  /**
   * Returns whether the target that a spec names has side effects. A target that this worker does
   * not know may have some.
   */
  public boolean mayHaveSideEffects(String name) {
    try {
      return named(name).hasSideEffects();
    } catch (UnknownTargetException e) {
      return true;
    }
  }

  private UnknownTargetException unknown(String name) {
    var known = new TreeSet<>(byName.keySet());
    patterns.keySet().forEach(target -> known.add(new TargetName(target, "TOPIC").text()));
    return new UnknownTargetException(name, known);
  }

  /**
   * Returns the names of the targets whose configuration decides where they write, and the name of
   * each target that sends records back with each of its topics. {@link #named} accepts each of
   * these names alone.
   */
  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  /** Returns the pattern of each target that writes to the topic that a replay names, by name. */
  public Map<String, TopicPattern> patterns() {
    return Map.copyOf(patterns);
  }

  @Override
  public void close() {
    byName.values().forEach(ReplayTarget::close);
  }
}
