package io.reprise.replay.group;

import io.reprise.store.OffsetRange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a move does in one partition.
 *
 * @param former the offset that the group has now; null if it has none
 * @param to the offset that the group will have; null if it will have none, as after an undo of its
 *     first move. Equal to {@code former} if nothing changes
 * @param again the offsets that the group has read and will read again
 * @param skipped the offsets that the group has not read and will not read
 * @param archived the offsets that were asked for but that only the archive has. A consumer cannot
 *     read them; a replay can deliver them
 * @param lost number of offsets that were asked for but that neither Kafka nor the archive has
 */
public record MovedPartition(
    int partition,
    @Nullable Long former,
    @Nullable Long to,
    OffsetRange again,
    OffsetRange skipped,
    OffsetRange archived,
    long lost) {

  /** Returns whether the offset changes. */
  public boolean changes() {
    return !Objects.equals(former, to);
  }
}
