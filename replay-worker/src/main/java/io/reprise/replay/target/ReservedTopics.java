package io.reprise.replay.target;

import java.util.regex.Pattern;

/**
 * Recognises topics that only one program may write. A replay into such a topic would give this
 * program records that it takes for its own state. The rules concern names only, so they also hold
 * for a topic that does not exist yet. Pure.
 *
 * @param prefix the first part of the names of the topics that the workers themselves write
 */
record ReservedTopics(String prefix) {
  /** The prefix that workers use if their configuration gives none. */
  static final String DEFAULT_PREFIX = "reprise";

  /** The topic in which services write down who did what. */
  static final String AUDIT = "reprise.audit";

  private static final Pattern SNAPSHOTS =
      Pattern.compile(".+\\.snapshots\\..+\\.v\\d+(\\.parked)?");
  private static final Pattern STREAMS =
      Pattern.compile(
          ".+-(changelog|repartition)"
              + "|.+-subscription-(registration|response)-topic"
              + "|.+-KTABLE-FK-JOIN-SUBSCRIPTION-(REGISTRATION|RESPONSE)-\\d+-topic");

  /** Returns whether only one program may write the topic. */
  boolean contains(String topic) {
    return topic.startsWith("_")
        || topic.startsWith(DEFAULT_PREFIX + ".")
        || topic.startsWith(prefix + ".")
        || SNAPSHOTS.matcher(topic).matches()
        || STREAMS.matcher(topic).matches();
  }
}
