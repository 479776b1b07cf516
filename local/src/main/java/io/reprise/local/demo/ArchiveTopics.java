package io.reprise.local.demo;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.runtime.json.ByteSize;
import java.time.Duration;

/**
 * The archive settings of the demonstration: small segments, short delays, and a small hot window.
 */
final class ArchiveTopics {
  private static final long HOT_KIB = 64;
  private static final long CUT_KIB = 4;

  private ArchiveTopics() {}

  static TopicConfig config() {
    return new TopicConfig(
        ArchiveMode.MOVE,
        Duration.ZERO,
        ByteSize.ofKiB(HOT_KIB),
        ByteSize.ofKiB(CUT_KIB),
        Duration.ofSeconds(2),
        null,
        null);
  }
}
