package io.reprise.replay.target;

import java.util.List;

/**
 * Decides which headers of a source record are copied to the delivered record. Reprise's own
 * headers are not copied, because each delivery adds new ones. The headers of replicators, retry
 * topics and dead letters are not copied either. If they were copied, these tools would treat the
 * copy as one of their own records.
 */
public final class DeliveredHeaders {
  private static final List<String> NOT_COPIED =
      List.of(
          "reprise",
          "__replicator",
          "__connect.errors.",
          "__streams.errors.",
          "retry_topic-",
          "kafka_dlt-",
          "kafka_retry",
          "springDeserializerException");

  private DeliveredHeaders() {}

  /** Returns whether a header with this name is copied to the delivered record. */
  public static boolean isCopied(String name) {
    for (var prefix : NOT_COPIED) {
      if (name.startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }
}
