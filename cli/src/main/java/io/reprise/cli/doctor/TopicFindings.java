package io.reprise.cli.doctor;

import static io.reprise.cli.doctor.Finding.note;
import static io.reprise.cli.doctor.Finding.ok;
import static io.reprise.cli.doctor.Finding.problem;
import static io.reprise.cli.doctor.Finding.unknown;

import io.reprise.store.facts.TopicSettings;
import java.util.ArrayList;
import java.util.List;

/** Judges the settings of one topic. Pure. */
final class TopicFindings {
  static final String CHECK = "topic";
  private static final String MIN_ISR = "min.insync.replicas";

  private TopicFindings() {}

  /**
   * Judges a topic.
   *
   * @param cluster the bootstrap servers, for commands
   * @param replicas the number of replicas of each partition
   * @param isSource whether the service reads or archives the topic's events
   */
  static List<Finding> of(
      String cluster, String topic, TopicSettings settings, int replicas, boolean isSource) {
    var findings = new ArrayList<Finding>();
    int minimum = settings.value(MIN_ISR).map(Integer::parseInt).orElse(1);
    if (replicas == 1) {
      findings.add(
          problem(
              CHECK,
              topic,
              "The topic has one replica.",
              "If a disk is lost, its acknowledged events are lost.",
              "kafka-reassign-partitions.sh --bootstrap-server %s, with three replicas"
                  .formatted(cluster)));
    } else if (minimum == 1) {
      findings.add(
          problem(
              CHECK,
              topic,
              "min.insync.replicas is 1 of %d replicas.".formatted(replicas),
              "An event can be acknowledged that only one broker has, and is lost with this"
                  + " broker.",
              alter(topic, MIN_ISR + "=2")));
    } else if (minimum >= replicas) {
      findings.add(
          note(
              CHECK,
              topic,
              "min.insync.replicas is %d of %d replicas.".formatted(minimum, replicas),
              "While one broker is down, the topic takes no events.",
              alter(topic, MIN_ISR + "=" + (replicas - 1))));
    }
    if (isSource && settings.isCompacted()) {
      findings.add(
          problem(
              CHECK,
              topic,
              "cleanup.policy is %s.".formatted(settings.value("cleanup.policy").orElse("")),
              "Compaction removes the older events of each key: they cannot be replayed, archived"
                  + " or folded again.",
              alter(topic, "cleanup.policy=delete")));
    }
    if (findings.isEmpty()) {
      findings.add(
          ok(
              CHECK,
              topic,
              "%d replicas, min.insync.replicas %d, cleanup.policy %s."
                  .formatted(replicas, minimum, settings.value("cleanup.policy").orElse(""))));
    }
    return findings;
  }

  /** Says that the settings of a topic are hidden from a service that does not need them. */
  static Finding settingsNotVisible(String topic) {
    return unknown(
        CHECK,
        topic,
        "The service may not see the settings of the topic.",
        "It does its work without them; replicas and clean-up were not checked.",
        "reprise topics describe " + topic);
  }

  private static String alter(String topic, String setting) {
    return "reprise topics alter %s --config %s".formatted(topic, setting);
  }
}
