package io.reprise.archiver.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows guarantee 9 of docs/liveness.md. */
class ReservedTopicsTest {
  private static final Set<String> CLUSTER =
      Set.of("orders", "team.commands", "team.replays", "team.slots", "team.progress");

  @ParameterizedTest
  @CsvSource({
    "__consumer_offsets, is internal",
    "__transaction_state, is internal",
    "__share_group_state, is internal",
    "_schemas, is internal",
    "reprise.commands, belongs to Reprise",
    "reprise.ids.orders, belongs to Reprise",
    "reprise.archive, belongs to Reprise",
    "reprise.audit, belongs to Reprise",
    "reprise.invented-tomorrow, belongs to Reprise",
    "my-anchors, holds the anchors",
    "reprise-compactor-orders.snapshots.latest.v1-state-changelog, is an internal topic of a Kafka",
    "app-KSTREAM-AGGREGATE-0000000003-repartition, is an internal topic of a Kafka Streams",
    "app-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000014-topic, is an internal topic of a Kafka",
    "orders.snapshots.latest.v1, is written by a compactor",
    "orders.snapshots.by-type.v12.parked, is written by a compactor",
    "team.slots, is a control topic of replay workers",
    "team.commands, is a control topic of replay workers",
  })
  void saysWhatATopicIsReservedFor(String topic, String purpose) {
    assertThat(ReservedTopics.purpose(topic, "my-anchors", CLUSTER).orElseThrow())
        .startsWith(purpose);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "orders-restored",
        "changelog",
        "orders.commands",
        "orders.snapshots",
        "team.commands.copy",
        "reprised",
      })
  void leavesTopicsOfEventsAlone(String topic) {
    assertThat(ReservedTopics.purpose(topic, "my-anchors", CLUSTER)).isEmpty();
  }

  @Test
  void aNameAloneMakesNoControlTopic() {
    assertThat(ReservedTopics.purpose("shop.progress", "my-anchors", CLUSTER)).isEmpty();
  }
}
