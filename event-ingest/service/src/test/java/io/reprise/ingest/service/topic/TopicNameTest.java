package io.reprise.ingest.service.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicNameTest {
  @ParameterizedTest
  @CsvSource({
    "payments, true",
    "my.snapshots, true",
    "__consumer_offsets, false",
    "_schemas, false",
    "reprise.replays, false",
    "payments.snapshots.latest.v1, false",
    "payments.snapshots.latest.v1.parked, false"
  })
  void aListOfTopicsForEventsLeavesOutInternalAndDerivedOnes(String name, boolean isListed) {
    assertThat(TopicName.isForEvents(name)).isEqualTo(isListed);
  }
}
