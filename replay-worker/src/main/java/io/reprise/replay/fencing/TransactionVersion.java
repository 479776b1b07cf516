package io.reprise.replay.fencing;

import io.reprise.kafka.client.KafkaAnswer;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks which transaction version a cluster has finalised. Version 2 (KIP-890) gives every
 * transaction an epoch of its own. Below version 2, the next transaction of a producer has the same
 * epoch as its earlier ones. A broker may then take a delayed record of an aborted transaction as
 * part of the next transaction. If the next transaction sends the same record again, the target has
 * it twice.
 */
public final class TransactionVersion {
  static final int REQUIRED = 2;

  private static final Logger LOG = LoggerFactory.getLogger(TransactionVersion.class);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final String FEATURE = "transaction.version";

  private TransactionVersion() {}

  /**
   * Logs a warning if the cluster has finalised a transaction version below 2, or if its version
   * cannot be read. The warning says what can go wrong.
   */
  public static void warnBelowRequired(Admin admin) {
    try {
      var version = of(admin);
      if (version.orElse(0) < REQUIRED) {
        LOG.warn(
            "cluster has not finalised transaction.version 2 (KIP-890), so a delayed record of an"
                + " aborted slice can be delivered with the next slice; to raise the version, run"
                + " kafka-features.sh upgrade --feature transaction.version=2 version={}",
            version.isPresent() ? version.getAsInt() : "none");
      }
    } catch (KafkaException e) {
      LOG.warn(
          "worker could not read which transaction.version the cluster has finalised; below version"
              + " 2 a delayed record of an aborted slice can be delivered with the next slice"
              + " cause={}",
          e.toString());
    }
  }

  /**
   * Returns the transaction version that the cluster has finalised; empty if the cluster does not
   * know transaction versions.
   *
   * @throws KafkaException when the cluster does not answer; a retry is safe
   */
  static OptionalInt of(Admin admin) {
    var finalised =
        KafkaAnswer.of(admin.describeFeatures().featureMetadata(), ANSWER_LIMIT)
            .finalizedFeatures()
            .get(FEATURE);
    return finalised == null ? OptionalInt.empty() : OptionalInt.of(finalised.maxVersionLevel());
  }
}
