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
 * <p>The note has the form of a progress record, so that older versions of Reprise can read it. Its
 * key names a replay that does not exist: {@code doubt:<replay>:<nextOffset>:<leaseEpoch>/<shard>}.
 * The next offset and the lease epoch are those that the shard had before the transaction.
 *
 * <p>Each transaction in doubt therefore has a note of its own. This prevents that a shard delivers
 * offsets twice. A former owner may write its note late, after another owner has written a note
 * about a later transaction of the shard. If both notes had one key, readers and the compaction of
 * the topic would keep only the late note.
 *
 * <p>Notes with keys of the older form {@code doubt:<replay>/<shard>} are also read and removed.
 */
public final class DoubtNote {
  private static final String PREFIX = "doubt:";
  private static final char SEPARATOR = ':';

  private DoubtNote() {}

  /**
   * Returns whether a record of {@code reprise.progress} is a note about a transaction in doubt.
   */
  public static boolean isNote(ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null && isNote(new String(record.key(), StandardCharsets.UTF_8));
  }

  private static boolean isNote(String key) {
    return key.startsWith(PREFIX);
  }

  /** Returns whether a key of a record of {@code reprise.progress} is the key of a note. */
  public static boolean isNote(ShardKey key) {
    return isNote(key.replay());
  }

  /**
   * Returns the note that the last transaction of a shard is in doubt. The field {@code shard} of
   * the result is the key of the note.
   *
   * @param before the shard's newest committed progress record
   * @param doubt what is in doubt and what to do, for operators
   */
  public static ShardProgress about(ShardProgress before, String doubt, Instant now) {
    return new ShardProgress(
        key(before),
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

  private static ShardKey key(ShardProgress before) {
    var shard = before.shard();
    return new ShardKey(
        PREFIX + shard.replay() + SEPARATOR + before.nextOffset() + SEPARATOR + before.leaseEpoch(),
        shard.index());
  }

  /** Returns the shard that a note with this key is about. */
  public static ShardKey shard(ShardKey noted) {
    var name = noted.replay().substring(PREFIX.length());
    int end = name.indexOf(SEPARATOR);
    return new ShardKey(end < 0 ? name : name.substring(0, end), noted.index());
  }
}
