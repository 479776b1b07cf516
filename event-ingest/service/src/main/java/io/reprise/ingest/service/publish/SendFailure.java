package io.reprise.ingest.service.publish;

import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.refusal.Refusal.Reason;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Decides whether an event whose send failed is certainly not stored, or may be stored. */
final class SendFailure {
  private SendFailure() {}

  /**
   * Returns the outcome of a send whose record the Kafka client did not accept: nothing was sent,
   * so the event is rejected.
   */
  static SendOutcome beforeSending(@Nullable Exception failure) {
    return failure instanceof RecordTooLargeException
        ? new SendOutcome.Rejected(tooLarge(failure))
        : new SendOutcome.Rejected(
            new Refusal(
                Reason.KAFKA_UNREACHABLE,
                "the event was not sent to Kafka (%s): send it again later"
                    .formatted(message(failure))));
  }

  /**
   * Returns the outcome of a send whose record may have reached a broker. The event counts as
   * rejected only after an error that brokers raise before they store a record. After any other
   * error the outcome is unknown.
   */
  static SendOutcome afterSending(int partition, @Nullable Exception failure) {
    if (failure instanceof RecordTooLargeException) {
      return new SendOutcome.Rejected(tooLarge(failure));
    }
    if (failure instanceof AuthorizationException || failure instanceof PolicyViolationException) {
      return new SendOutcome.Rejected(
          new Refusal(
              Reason.KAFKA_FORBIDS,
              "Kafka does not let this service write to the topic: " + message(failure)));
    }
    if (failure instanceof InvalidTopicException
        || failure instanceof InvalidTimestampException
        || failure instanceof InvalidConfigurationException) {
      return new SendOutcome.Rejected(new Refusal(Reason.KAFKA_REJECTS, message(failure)));
    }
    return new SendOutcome.Unknown(partition, message(failure));
  }

  private static Refusal tooLarge(Exception failure) {
    return new Refusal(
        Reason.EVENT_TOO_LARGE, "Kafka takes no record of this size: " + message(failure));
  }

  private static String message(@Nullable Exception failure) {
    return failure == null ? "no cause given" : String.valueOf(failure.getMessage());
  }
}
