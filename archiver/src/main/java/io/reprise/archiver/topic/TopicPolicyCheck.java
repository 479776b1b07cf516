package io.reprise.archiver.topic;

import io.reprise.store.facts.TopicRetention;
import java.util.Optional;

/** Checks that Kafka's retention cannot delete records before they are archived. Pure. */
final class TopicPolicyCheck {
  private TopicPolicyCheck() {}

  /** Returns why a topic with this policy cannot be archived as configured; empty if it can be. */
  static Optional<String> refusalReason(String topic, TopicConfig config, TopicRetention policy) {
    if (config.mode() == ArchiveMode.COPY) {
      return Optional.empty();
    }
    if (!policy.cleanup().contains("delete")) {
      return Optional.of(
          "topic '%s' is compacted only (cleanup.policy=%s), so nothing can be trimmed from it: use mode COPY, or cleanup.policy=compact,delete"
              .formatted(topic, policy.cleanup()));
    }
    if (policy.retentionBytes() >= 0) {
      return Optional.of(
          "topic '%s' has retention.bytes=%d, which can delete records before they are archived: set it to -1, or use mode COPY"
              .formatted(topic, policy.retentionBytes()));
    }
    long least = config.hotTime().plus(config.cutAge()).plus(config.slack()).toMillis();
    if (policy.retentionMillis() >= 0 && policy.retentionMillis() < least) {
      return Optional.of(
          "topic '%s' has retention.ms=%d, which can delete records before they are archived: set it to -1, or to %d or more, or use mode COPY"
              .formatted(topic, policy.retentionMillis(), least));
    }
    return Optional.empty();
  }
}
