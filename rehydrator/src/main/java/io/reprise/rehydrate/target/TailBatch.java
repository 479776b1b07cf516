package io.reprise.rehydrate.target;

import io.reprise.store.OffsetRange;
import io.reprise.store.fold.KeyState;
import java.util.List;
import java.util.Map;

/**
 * The changes that a range of one partition's offsets makes to the model.
 *
 * @param covered the range of offsets. It begins at the position that the target has stored; its
 *     end becomes the stored position, in the same transaction as the changes
 * @param changed keys and their new, non-null states
 * @param deleted keys whose row must be removed
 * @param addedRows the change in the number of rows; negative if there are fewer
 * @param counts the outcomes of the offsets of the range
 */
public record TailBatch(
    int partition,
    OffsetRange covered,
    Map<UserKey, KeyState> changed,
    List<UserKey> deleted,
    long addedRows,
    OffsetCounts counts) {}
