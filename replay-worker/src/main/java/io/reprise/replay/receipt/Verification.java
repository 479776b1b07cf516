package io.reprise.replay.receipt;

import java.util.List;

/**
 * The result of checking a replay's receipt against its source topic and its target.
 *
 * @param verified whether source, receipt and target agree on every record
 * @param sourceRecords number of source records that the replay selects
 * @param targetRecords number of records in the target that this replay delivered; -1 if the target
 *     is no topic of the workers' cluster, so that only source and receipt were compared
 * @param missing number of selected records that the target does not hold, not counting the records
 *     that the replay skipped
 * @param duplicated number of surplus copies in the target: copies of a record after its first copy
 * @param altered number of copies whose content differs from the source record, or whose source
 *     record the replay does not select
 * @param outOfOrder number of copies that follow, in the same target partition, a copy of the same
 *     shard with a higher source offset
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
