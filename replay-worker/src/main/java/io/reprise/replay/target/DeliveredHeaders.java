package io.reprise.replay.target;

import java.util.List;

/**
 * Which headers of a source record are part of what is delivered. Left out: Reprise's own, which
 * are written anew, and those that replicators and retry topics leave behind, which would make the
 * copy look like part of their traffic.
 */
public final class DeliveredHeaders {
  private static final List<String> LEFT_OUT =
      List.of(
          "reprise",
          "__replicator",
          "__connect.errors.",
          "retry_topic-",
          "kafka_dlt-",
          "kafka_retry");

  private DeliveredHeaders() {}

  public static boolean keeps(String name) {
    for (var prefix : LEFT_OUT) {
      if (name.startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }
}
