package io.reprise.replay.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.RecordTimestamps;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

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
    }
  }

  @Test
  void aDiscardTargetAcceptsEveryRecordAndWritesNoPartition() {
    try (var target = new DiscardTarget("rehearsal", Duration.ofNanos(1));
        var writer =
            target.open(
                new DeliveryContext(
                    Samples.ID,
                    1,
                    1,
                    Ordering.PARTITION,
                    WritablePartitions.NONE,
                    RecordTimestamps.ORIGINAL),
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
