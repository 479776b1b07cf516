package io.reprise.replay.receipt;

import java.util.List;

/**
 * The result of a verification.
 *
 * @param verified whether source, receipt and target agree on every record
 * @param sourceRecords number of source records that the replay selects
 * @param targetRecords number of records that this replay delivered and the target holds; -1 when
 *     the target is not a topic
 * @param missing number of selected records that the target does not hold
 * @param duplicated number of records that the target holds more than once
 * @param altered number of records whose content differs from the source
 * @param outOfOrder number of records that the target holds behind a later source record of the
 *     same shard
 * @param findings contradictions to the receipt, one sentence each; at most 100
 */
public record Verification(
    boolean verified,
    long sourceRecords,
    long targetRecords,
    long missing,
    long duplicated,
    long altered,
    long outOfOrder,
    List<String> findings) {}
