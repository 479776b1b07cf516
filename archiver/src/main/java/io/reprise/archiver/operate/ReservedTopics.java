package io.reprise.archiver.operate;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises topics that only one program may write. Records must not be restored into such a
 * topic, because the program would take the restored records for its own state. The rules concern
 * names only, so they also hold for a topic that is created later. Pure.
 */
public final class ReservedTopics {
  private static final Pattern SNAPSHOTS =
      Pattern.compile(".+\\.snapshots\\.[a-z][a-z0-9-]*\\.v\\d+(\\.parked)?");
  private static final Pattern STREAMS =
      Pattern.compile(
          ".+-(changelog|repartition)"
              + "|.+-subscription-(registration|response)-topic"
              + "|.+-KTABLE-FK-JOIN-SUBSCRIPTION-(REGISTRATION|RESPONSE)-\\d+-topic");
  private static final Pattern CONTROL =
      Pattern.compile("(.+)\\.(commands|replays|slots|progress)");

  private ReservedTopics() {}

  /**
   * Returns why a topic is reserved, as the rest of a sentence that begins with the topic's name;
   * empty for a topic of events.
   *
   * @param anchors name of the archiver's topic of anchors
   * @param existing names of all topics of the cluster
   */
  public static Optional<String> purpose(String topic, String anchors, Set<String> existing) {
    if (topic.startsWith("_")) {
      return Optional.of("is internal: names with a leading underscore belong to Kafka's tools");
    }
    if (topic.startsWith("reprise.")) {
      return Optional.of("belongs to Reprise: control topics, anchors and dedupe id indexes");
    }
    if (topic.equals(anchors)) {
      return Optional.of("holds the anchors of this archiver");
    }
    if (STREAMS.matcher(topic).matches()) {
      return Optional.of("is an internal topic of a Kafka Streams application or a compactor");
    }
    if (SNAPSHOTS.matcher(topic).matches()) {
      return Optional.of("is written by a compactor, whose watermarks tell what is complete");
    }
    return isControl(topic, existing)
        ? Optional.of("is a control topic of replay workers")
        : Optional.empty();
  }

  /**
   * Returns whether the topic is one of the four control topics of replay workers. Workers may be
   * configured with another prefix than {@code reprise}, so a topic counts only if all four exist
   * with its prefix.
   */
  private static boolean isControl(String topic, Set<String> existing) {
    var form = CONTROL.matcher(topic);
    return form.matches()
        && Stream.of("commands", "replays", "slots", "progress")
            .allMatch(role -> existing.contains(form.group(1) + "." + role));
  }
}
