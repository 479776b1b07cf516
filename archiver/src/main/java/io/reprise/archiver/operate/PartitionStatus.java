package io.reprise.archiver.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.HoldInForce;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of one partition.
 *
 * @param archived offsets in the archive
 * @param hot committed offsets in Kafka
 * @param overlap offsets that both tiers have
 * @param lag offsets up to the high watermark that are not archived yet
 * @param stableGap offsets between the last stable offset and the high watermark: they are part of
 *     the lag and cannot be archived before an open or hanging transaction ends
 * @param bytes stored bytes of all segments
 * @param epoch lease epoch of the claim in force; 0 before the first claim
 * @param writer name of the instance that made the claim in force
 * @param phase what this instance does with the partition; ELSEWHERE when another instance owns the
 *     partition
 * @param detail why archiving or trimming is stopped or delayed; empty when neither is
 * @param failingSince time of the first failure in the current series of failed attempts; null when
 *     the last attempt succeeded
 * @param failedAttempts number of attempts in the current series of failed attempts; null when the
 *     last attempt succeeded
 * @param archiveProblem why the commit log cannot be read now; null when it can be read. While it
 *     cannot be read, the archive's figures are those of the last successful reading, or 0 if there
 *     was none
 * @param nextTrim offsets below this one can be trimmed; null in mode COPY
 * @param trimLimit the reason why nextTrim is not higher; null in mode COPY
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PartitionStatus(
    String topic,
    int partition,
    String mode,
    OffsetRange archived,
    OffsetRange hot,
    long overlap,
    long lag,
    long stableGap,
    int segments,
    long records,
    long bytes,
    long rawBytes,
    long epoch,
    @Nullable String writer,
    String phase,
    String detail,
    @Nullable Instant failingSince,
    @Nullable Integer failedAttempts,
    @Nullable String archiveProblem,
    @Nullable Long nextTrim,
    @Nullable String trimLimit,
    List<HoldInForce> holds) {}
