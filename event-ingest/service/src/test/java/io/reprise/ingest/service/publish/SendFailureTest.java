package io.reprise.ingest.service.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.ingest.service.refusal.Refusal.Reason;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class SendFailureTest {
  private static Reason reason(SendOutcome outcome) {
    return ((SendOutcome.Rejected) outcome).refusal().reason();
  }

  @Test
  void whatWasNotHandedOverIsNotStored() {
    assertThat(reason(SendFailure.beforeSending(new TimeoutException("no metadata"))))
        .isEqualTo(Reason.KAFKA_UNREACHABLE);
    assertThat(reason(SendFailure.beforeSending(new RecordTooLargeException("2 MB"))))
        .isEqualTo(Reason.EVENT_TOO_LARGE);
  }

  @Test
  void onlyARefusalIsCertainOnceItWasSent() {
    assertThat(reason(SendFailure.afterSending(1, new RecordTooLargeException("2 MB"))))
        .isEqualTo(Reason.EVENT_TOO_LARGE);
    assertThat(reason(SendFailure.afterSending(1, new TopicAuthorizationException("events"))))
        .isEqualTo(Reason.KAFKA_FORBIDS);
    for (var failure :
        new RuntimeException[] {
          new TimeoutException("expired"),
          new OutOfOrderSequenceException("lost"),
          new NotEnoughReplicasException("1 of 2"),
          new IllegalStateException("closed")
        }) {
      assertThat(SendFailure.afterSending(1, failure))
          .isEqualTo(new SendOutcome.Unknown(1, failure.getMessage()));
    }
  }
}
