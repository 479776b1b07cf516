package io.reprise.ingest.service.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class SendFailureTest {
  private static int status(SendOutcome outcome) {
    return ((SendOutcome.Rejected) outcome).problem().status();
  }

  @Test
  void whatWasNotHandedOverIsNotStored() {
    assertThat(status(SendFailure.beforeSending(new TimeoutException("no metadata"))))
        .isEqualTo(503);
    assertThat(status(SendFailure.beforeSending(new RecordTooLargeException("2 MB"))))
        .isEqualTo(413);
  }

  @Test
  void onlyARefusalIsCertainOnceItWasSent() {
    assertThat(status(SendFailure.afterSending(1, new RecordTooLargeException("2 MB"))))
        .isEqualTo(413);
    assertThat(status(SendFailure.afterSending(1, new TopicAuthorizationException("events"))))
        .isEqualTo(503);
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
