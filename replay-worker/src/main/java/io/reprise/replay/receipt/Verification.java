package io.reprise.replay.receipt;

import java.util.List;

/**
 * The result of a verification.
 *
 * @param verified whether source, receipt and target agree on every record
 * @param sourceRecords records of the source that the replay selects
 * @param targetRecords records of this replay in the target; -1 when the target is not a topic
 * @param missing selected records that the target does not hold
 * @param duplicated records that the target holds more than once
 * @param altered records whose content differs from the source
 * @param outOfOrder records that the target holds after a later record of the same shard
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
