package io.reprise.replay.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveredHeadersTest {
  @ParameterizedTest
  @CsvSource({
    "ce_type, true",
    "traceparent, true",
    "Reprise, true",
    "reprise, false",
    "reprise-x, false",
    "__replicator_id, false",
    "__connect.errors.topic, false",
    "__streams.errors.topic, false",
    "springDeserializerExceptionValue, false",
    "retry_topic-attempts, false",
    "kafka_dlt-original-topic, false",
    "kafka_retry_count, false"
  })
  void copiesOnlyHeadersOfTheEvent(String name, boolean kept) {
    assertThat(DeliveredHeaders.isCopied(name)).isEqualTo(kept);
  }
}
