package io.reprise.archiver.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.HoldInForce;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of one partition.
 *
 * @param archived offsets in the archive
 * @param hot committed offsets in Kafka
 * @param overlap offsets that both tiers have
 * @param lag committed offsets that are not archived yet
 * @param bytes stored bytes of all segments
 * @param epoch lease epoch of the claim in force; 0 before the first claim
 * @param writer name of the instance that made this claim
 * @param phase what this instance does with the partition; ELSEWHERE when another one owns it
 * @param detail why archiving or trimming does not continue; empty when both continue
 * @param nextTrim end of the offsets that can be trimmed now, exclusive; null in mode COPY
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
    int segments,
    long records,
    long bytes,
    long rawBytes,
    long epoch,
    @Nullable String writer,
    String phase,
    String detail,
    @Nullable Long nextTrim,
    @Nullable String trimLimit,
    List<HoldInForce> holds) {}
