package io.reprise.cli.doctor;

import static io.reprise.cli.doctor.Finding.note;
import static io.reprise.cli.doctor.Finding.ok;
import static io.reprise.cli.doctor.Finding.problem;
import static io.reprise.cli.doctor.Finding.unknown;

import io.reprise.runtime.json.Durations;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Judges the features and settings of a Kafka cluster. Pure. */
final class ClusterFindings {
  static final String TRANSACTION_VERSION = "transaction version";
  static final String KNOWN_FAULTS = "known faults";
  static final String SESSION = "session timeout";

  /** The level of Kafka's feature metadata.version that brokers know from version 4.3 on. */
  static final int METADATA_OF_4_3 = 30;

  private static final int REQUIRED_TRANSACTION_VERSION = 2;

  private ClusterFindings() {}

  /**
   * Judges the transaction version that the cluster has finalised.
   *
   * @param version empty if the cluster does not know transaction versions
   */
  static Finding transactionVersion(String cluster, OptionalInt version) {
    if (version.orElse(0) >= REQUIRED_TRANSACTION_VERSION) {
      return ok(TRANSACTION_VERSION, cluster, "transaction.version is " + version.getAsInt() + ".");
    }
    return problem(
        TRANSACTION_VERSION,
        cluster,
        version.isPresent()
            ? "transaction.version is " + version.getAsInt() + "."
            : "The cluster has not finalised transaction.version.",
        "Below version 2 (KIP-890) a delayed record of an aborted transaction can become part of"
            + " the next transaction, so that a replay delivers it twice.",
        "kafka-features.sh --bootstrap-server %s upgrade --feature transaction.version=2"
            .formatted(cluster));
  }

  /**
   * Judges whether the brokers have faults that Reprise knows.
   *
   * @param metadataLevel the highest level of metadata.version that a broker knows; empty if it
   *     does not say so
   */
  static Finding hangingTransactions(String cluster, OptionalInt metadataLevel) {
    if (metadataLevel.isEmpty()) {
      return unknown(
          KNOWN_FAULTS,
          cluster,
          "The brokers do not say which version they have.",
          "Brokers from 4.3.0 on can leave a transaction hanging (KAFKA-20734).",
          "Ask the operators of the cluster.");
    }
    if (metadataLevel.getAsInt() < METADATA_OF_4_3) {
      return ok(KNOWN_FAULTS, cluster, "The brokers are older than Kafka 4.3.");
    }
    return note(
        KNOWN_FAULTS,
        cluster,
        "The brokers are of Kafka 4.3 or later.",
        "A broker that is killed during a commit can leave a transaction hanging (KAFKA-20734)."
            + " Readers of committed records then wait at this transaction.",
        "Allow workers ALTER on the cluster, so that they end such a transaction.");
  }

  /** Names the fault of producers that a service cannot see in its configuration. */
  static Finding misdirectedBatches(String cluster) {
    return note(
        KNOWN_FAULTS,
        cluster,
        "Producers of other programs are not checked.",
        "Java producers from version 2.8 on can send a batch to another topic (KAFKA-19012).",
        "reprise topics doctor");
  }

  /**
   * Judges the shortest session timeouts that the brokers allow.
   *
   * @param wanted the session timeout of the configuration
   * @param classic group.min.session.timeout.ms; null if the broker does not tell it
   * @param consumer group.consumer.min.session.timeout.ms, of KIP-848; null likewise
   */
  static Finding session(
      String cluster, Duration wanted, @Nullable Duration classic, @Nullable Duration consumer) {
    if (classic == null) {
      return unknown(
          SESSION,
          cluster,
          "The brokers did not tell the shortest session timeout that they allow.",
          "The work of a dead worker is taken over after that time.",
          "Allow the service DESCRIBE_CONFIGS on the cluster.");
    }
    if (classic.compareTo(wanted) <= 0 || (consumer != null && consumer.compareTo(wanted) <= 0)) {
      return ok(
          SESSION, cluster, "The brokers allow sessions of %s.".formatted(Durations.text(wanted)));
    }
    return note(
        SESSION,
        cluster,
        "The brokers allow no session shorter than %s; control.session is %s."
            .formatted(Durations.text(classic), Durations.text(wanted)),
        "The work of a dead worker is taken over after the longer time.",
        "Set group.min.session.timeout.ms=%d on the brokers, or accept the longer time."
            .formatted(wanted.toMillis()));
  }
}
