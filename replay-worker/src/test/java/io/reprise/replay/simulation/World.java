package io.reprise.replay.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Everything that parties share. */
final class World {
  private static final int MOST_NOTES = 4_000;

  private final Scenario scenario;
  private final Timeline timeline;
  private final Threads threads;
  private final Network network;
  private final Audit audit;
  private final Broker broker;
  private final Set<Rule> broken;
  private final Deque<String> notes = new ArrayDeque<>();
  private final boolean traced;
  private final Map<Sight, Integer> sights = new EnumMap<>(Sight.class);

  /**
   * @param broken the rules that are not obeyed
   * @param traced whether notes are kept
   */
  World(Scenario scenario, Timeline timeline, Set<Rule> broken, boolean traced) {
    this.scenario = scenario;
    this.timeline = timeline;
    this.threads = new Threads(timeline);
    this.broken = broken.isEmpty() ? EnumSet.noneOf(Rule.class) : EnumSet.copyOf(broken);
    this.traced = traced;
    this.network = new Network(timeline, scenario);
    this.audit = new Audit(this);
    this.broker = new Broker(this);
  }

  Scenario scenario() {
    return scenario;
  }

  Timeline timeline() {
    return timeline;
  }

  Threads threads() {
    return threads;
  }

  Network network() {
    return network;
  }

  Broker broker() {
    return broker;
  }

  Audit audit() {
    return audit;
  }

  boolean obeys(Rule rule) {
    return !broken.contains(rule);
  }

  /** A line for whoever reads a failing run. */
  void note(String format, Object... facts) {
    if (traced) {
      notes.add("%6d ms  %s".formatted(timeline.now(), format.formatted(facts)));
      if (notes.size() > MOST_NOTES) {
        notes.removeFirst();
      }
    }
  }

  /** Counts what a run went through. */
  void saw(Sight sight) {
    sights.merge(sight, 1, Integer::sum);
  }

  Map<Sight, Integer> sights() {
    return sights;
  }

  String trace() {
    return String.join("\n", notes);
  }
}
