package io.reprise.rehydrate.target;

import io.reprise.store.OffsetRange;
import io.reprise.store.fold.KeyState;
import java.util.List;
import java.util.Map;

/**
 * Changes of one partition over a range of offsets.
 *
 * @param covered from the position stored before to the one to be stored with them
 * @param changed keys and their new states, none of which is null
 * @param deleted keys that have a row and shall have none
 * @param addedRows rows more than before; negative if there are fewer
 * @param counts of the range's offsets
 */
public record TailBatch(
    int partition,
    OffsetRange covered,
    Map<UserKey, KeyState> changed,
    List<UserKey> deleted,
    long addedRows,
    OffsetCounts counts) {}
