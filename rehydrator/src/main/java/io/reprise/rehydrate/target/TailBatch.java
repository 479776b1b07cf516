package io.reprise.rehydrate.target;

import io.reprise.store.OffsetRange;
import io.reprise.store.fold.KeyState;
import java.util.List;
import java.util.Map;

/**
 * The changes of the model that result from one range of a partition's offsets.
 *
 * @param covered the range of offsets. It begins at the position that the target has stored. Its
 *     end becomes the stored position, in the same transaction as the changes
 * @param changed keys and their new, non-null states
 * @param deleted keys whose row must be removed
 * @param addedRows the change in the number of rows; negative if there are fewer rows after it
 * @param counts how many offsets of the range were folded, parked or skipped
 */
public record TailBatch(
    int partition,
    OffsetRange covered,
    Map<UserKey, KeyState> changed,
    List<UserKey> deleted,
    long addedRows,
    OffsetCounts counts) {}
