package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of {@code reprise.progress} which says that the last transaction of a shard is in doubt:
 * whether it was committed cannot be determined any more. The shard is in doubt while its next
 * offset is the one in the note, and delivers nothing during that time.
 *
 * <p>The note has the form of a progress record, because older versions read it. Its key names a
 * replay that does not exist.
 */
public final class DoubtNote {
  private static final String PREFIX = "doubt:";

  private DoubtNote() {}

  /** Returns whether a record of {@code reprise.progress} is a note. */
  public static boolean isNote(ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null && isNote(new String(record.key(), StandardCharsets.UTF_8));
  }

  static boolean isNote(String key) {
    return key.startsWith(PREFIX);
  }

  /** Returns whether a key of a record of {@code reprise.progress} is the key of a note. */
  static boolean isNote(ShardKey key) {
    return isNote(key.replay());
  }

  /**
   * Returns the note about a shard.
   *
   * @param before the shard's newest committed progress record
   * @param doubt what is in doubt and what to do, for operators
   */
  static ShardProgress about(ShardProgress before, String doubt, Instant now) {
    var shard = before.shard();
    return new ShardProgress(
        new ShardKey(PREFIX + shard.replay(), shard.index()),
        before.slot(),
        ShardState.FAILED,
        before.nextOffset(),
        before.leaseEpoch(),
        before.attempt(),
        before.worker(),
        before.counts(),
        before.holes(),
        before.digest(),
        now,
        doubt,
        null);
  }

  /** Returns the shard that a note with this key is about. */
  static ShardKey shard(ShardKey noted) {
    return new ShardKey(noted.replay().substring(PREFIX.length()), noted.index());
  }
}
