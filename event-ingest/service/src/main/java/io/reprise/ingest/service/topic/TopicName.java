package io.reprise.ingest.service.topic;

import java.util.regex.Pattern;

/** Rules for topic names: which names Kafka allows, and which are reserved. */
public final class TopicName {
  /** The prefix of the names of Reprise's own topics. */
  public static final String OWN_PREFIX = "reprise.";

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private static final Pattern SNAPSHOTS =
      Pattern.compile(".+\\.snapshots\\..+\\.v\\d+(\\.parked)?");

  private TopicName() {}

  /** Returns whether Kafka allows a topic of this name. */
  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /**
   * Returns whether the topic belongs to Reprise or to Kafka itself. Events must not be sent to
   * such a topic.
   */
  public static boolean isReserved(String name) {
    return name.startsWith(OWN_PREFIX) || name.startsWith("__");
  }

  /**
   * Returns whether a list of topics for events has this topic. Left out are reserved topics,
   * internal topics of other software such as {@code _schemas}, and the snapshot topics of
   * compactors with their topics of parked events.
   */
  public static boolean isForEvents(String name) {
    return !isReserved(name) && !name.startsWith("_") && !SNAPSHOTS.matcher(name).matches();
  }
}
