package io.reprise.ingest.service.topic;

import java.util.regex.Pattern;

/** What Kafka and Reprise say of topics' names. */
public final class TopicName {
  /** Names of Reprise's own topics begin so. */
  public static final String OWN_PREFIX = "reprise.";

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private TopicName() {}

  /** Whether Kafka can have a topic of this name. */
  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /** Whether it belongs to Reprise or to Kafka itself, so that nobody may send events there. */
  public static boolean isReserved(String name) {
    return name.startsWith(OWN_PREFIX) || name.startsWith("__");
  }
}
