package io.reprise.replay.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  @Test
  void namesTheConfiguredTargetsWhenOneIsUnknown() {
    try (var targets =
        new Targets(
            Map.of(
                "rehearsal",
                new TargetConfig.Discard(null),
                "copy",
                new TargetConfig.Discard(null)),
            null)) {
      assertThat(targets.names()).containsExactlyInAnyOrder("rehearsal", "copy");
      assertThatThrownBy(() -> targets.named("cpoy"))
          .isInstanceOf(UnknownTargetException.class)
          .hasMessage("target 'cpoy' is not configured: the targets are copy, rehearsal");
      assertThat(targets.mayHaveSideEffects("copy")).isFalse();
      assertThat(targets.mayHaveSideEffects("cpoy"))
          .as("nobody can tell what an unknown target does")
          .isTrue();
    }
  }

  @Test
  void aTargetWithAPatternWritesToTheTopicThatIsNamedWithIt() {
    try (var targets = targets("shadow", "*-shadow")) {
      assertThat(targets.names()).containsExactly("copy");
      assertThat(targets.patterns()).containsOnlyKeys("shadow");
      assertThat(targets.chosenTopic("shadow:orders-shadow")).contains("orders-shadow");
      assertThat(targets.chosenTopic("copy")).isEmpty();
      assertThat(targets.chosenTopic("cpoy")).isEmpty();
      try (var target = targets.named("shadow:orders-shadow")) {
        assertThat(target).isInstanceOf(KafkaTarget.class);
      }
    }
  }

  @Test
  void aTargetThatSendsRecordsBackIsNamedWithOneOfItsTopics() {
    try (var targets =
        new Targets(Map.of("back", new TargetConfig.Origin(List.of("orders", "payments"))), null)) {
      assertThat(targets.names()).containsExactlyInAnyOrder("back:orders", "back:payments");
      assertThat(targets.chosenTopic("back:orders")).isEmpty();
      assertThat(targets.named("back:orders")).isInstanceOf(OriginTarget.class);
      for (var name : List.of("back", "back:users")) {
        assertThatThrownBy(() -> targets.named(name))
            .hasMessage(
                "target '%s' is not configured: the targets are back:orders, back:payments", name);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shadow | target 'shadow' writes to the topic that a replay names: give shadow:TOPIC with a"
            + " topic that matches '*-shadow'",
        "shadow:orders | target 'shadow' writes only to topics that match '*-shadow', and 'orders'"
            + " does not: choose another name for the topic",
        "shadow: | target 'shadow' writes only to topics that match '*-shadow', and '' does not:"
            + " choose another name for the topic",
        "shadow:a:b-shadow | target 'shadow' writes only to topics that match '*-shadow', and"
            + " 'a:b-shadow' does not: choose another name for the topic",
        "copy:orders-shadow | target 'copy:orders-shadow' is not configured: the targets are copy,"
            + " shadow:TOPIC",
        "cpoy | target 'cpoy' is not configured: the targets are copy, shadow:TOPIC"
      })
  void refusesATopicThatTheTargetDoesNotAllow(String name, String message) {
    try (var targets = targets("shadow", "*-shadow")) {
      assertThatThrownBy(() -> targets.named(name))
          .isInstanceOf(UnknownTargetException.class)
          .hasMessage(message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__consumer_offsets-s",
        "_schemas-s",
        "reprise.ids.orders-s",
        "reprise.audit",
        "own.progress-s",
        "orders.snapshots.merge.v1",
        "orders.snapshots.merge.v1.parked",
        "app-store-changelog",
        "app-store-repartition",
        "app-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000006-topic"
      })
  void refusesATopicThatOnlyOneProgramMayWrite(String topic) {
    try (var targets = targets("any", topic.substring(0, topic.length() - 1) + "*")) {
      assertThatThrownBy(() -> targets.named("any:" + topic))
          .isInstanceOf(UnknownTargetException.class)
          .hasMessage(
              "target 'any' does not write to topic '%s', because names of this form belong to Reprise, Kafka or Kafka Streams: choose another name for the topic"
                  .formatted(topic));
    }
  }

  @Test
  void noTargetWritesToTheTopicOfWhoDidWhat() {
    assertThatThrownBy(() -> new TargetConfig.KafkaTopic("reprise.audit"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("topic is reprise.audit, which says who did what");
  }

  private static Targets targets(String name, String pattern) {
    return new Targets(
        Map.of(
            "copy",
            new TargetConfig.KafkaTopic("orders-copy"),
            name,
            new TargetConfig.KafkaTopicPattern(pattern)),
        null,
        "own",
        (other, config) -> {
          throw new AssertionError("no database is configured");
        });
  }

  @Test
  void aDiscardTargetAcceptsEveryRecordAndWritesNoPartition() {
    try (var target = new DiscardTarget("rehearsal", Duration.ofNanos(1));
        var writer =
            target.open(
                new DeliveryContext(
                    Samples.ID,
                    0,
                    1,
                    1,
                    Ordering.PARTITION,
                    WritablePartitions.NONE,
                    RecordTimestamps.ORIGINAL,
                    () -> true),
                record -> {
                  throw new AssertionError("a discarded record was sent");
                })) {
      assertThat(writer.deliver(new ConsumerRecord<>("orders", 0, 1, null, null)))
          .isEqualTo(DeliveryResult.ACCEPTED);
      assertThat(target.partitions()).isEmpty();
      assertThat(target.writable(Ordering.PARTITION, 1, 2)).isEqualTo(WritablePartitions.NONE);
      assertThat(target.facts().topic()).isNull();
      assertThat(target.facts().partitions()).isZero();
    }
  }

  @Test
  void refusesAnInvalidConfigurationByFieldAndValue() {
    assertThatThrownBy(() -> new TargetConfig.KafkaTopic(" "))
        .hasMessage("topic is missing: name the topic that a target of kind kafka writes to");
    assertThatThrownBy(() -> new TargetConfig.Discard(Duration.ofMillis(-1)))
        .hasMessage("delayPerRecord is -1ms: use 0 or more");
  }
}
