package io.reprise.archiver.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.json.ByteSize;
import io.reprise.store.facts.TopicRetention;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicPolicyCheckTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  @Test
  void takesTopicsThatKeepWhatIsNotArchived() {
    assertThat(refusalReason(ArchiveMode.MOVE, new TopicRetention("delete", -1, -1))).isEmpty();
    assertThat(refusalReason(ArchiveMode.MOVE, new TopicRetention("compact,delete", -1, -1)))
        .isEmpty();
    assertThat(
            refusalReason(
                ArchiveMode.MOVE, new TopicRetention("delete", 2 * DAY + 10 * MINUTE, -1)))
        .isEmpty();
  }

  @Test
  void refusesToMoveWhatIsCompactedOnly() {
    assertThat(refusalReason(ArchiveMode.MOVE, new TopicRetention("compact", -1, -1)))
        .isEqualTo(
            "topic 'orders' is compacted only (cleanup.policy=compact), so nothing can be trimmed"
                + " from it: use mode COPY, or cleanup.policy=compact,delete");
  }

  @Test
  void refusesToMoveWhatSizeRetentionMayDeleteFirst() {
    assertThat(refusalReason(ArchiveMode.MOVE, new TopicRetention("delete", -1, 1_000_000)))
        .isEqualTo(
            "topic 'orders' has retention.bytes=1000000, which can delete records before they are"
                + " archived: set it to -1, or use mode COPY");
  }

  @Test
  void refusesToMoveWhatTimeRetentionMayDeleteFirst() {
    assertThat(refusalReason(ArchiveMode.MOVE, new TopicRetention("delete", 2 * DAY, -1)))
        .isEqualTo(
            "topic 'orders' has retention.ms=172800000, which can delete records before they are"
                + " archived: set it to -1, or to 173400000 or more, or use mode COPY");
  }

  @Test
  void theSlackForOutagesCanBeChosen() {
    // Given
    var brave =
        new TopicConfig(
            null, Duration.ofHours(1), null, null, null, null, null, Duration.ofHours(1));

    // Then
    assertThat(
            TopicPolicyCheck.refusalReason("orders", brave, new TopicRetention("delete", DAY, -1)))
        .isEmpty();
  }

  @Test
  void copiesAnything() {
    assertThat(refusalReason(ArchiveMode.COPY, new TopicRetention("compact", 1, 1))).isEmpty();
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> new TopicConfig(null, null, null, new ByteSize(0), null, null, null))
        .hasMessage("cutSize is 0B: give 1 byte to 2GiB");
    assertThatThrownBy(() -> new TopicConfig(null, null, null, null, Duration.ZERO, null, null))
        .hasMessage("cutAge is 0: give a positive duration, for example 10m");
    assertThatThrownBy(
            () -> new TopicConfig(null, Duration.ofHours(-1), null, null, null, null, List.of()))
        .hasMessage("hotTime is -1h: give a duration that is not negative");
  }

  private static String refusalReason(ArchiveMode mode, TopicRetention policy) {
    var config = new TopicConfig(mode, null, null, null, null, null, null);
    return TopicPolicyCheck.refusalReason("orders", config, policy).orElse("");
  }
}
