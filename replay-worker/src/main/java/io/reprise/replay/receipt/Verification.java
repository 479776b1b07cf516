package io.reprise.replay.receipt;

import java.util.List;

/**
 * What re-checking a receipt found.
 *
 * @param verified whether log, receipt and target agree on every record
 * @param sourceRecords records read again from the log and selected
 * @param targetRecords records of this replay found in the target; -1 when the target keeps none
 * @param missing selected records that the target lacks
 * @param duplicated records that the target holds more than once
 * @param altered records whose content differs
 * @param outOfOrder records that stand before an earlier one of their shard
 * @param findings what contradicts the receipt, one sentence each; at most 100
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
