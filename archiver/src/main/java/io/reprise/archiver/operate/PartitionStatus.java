package io.reprise.archiver.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.HoldInForce;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one partition stands.
 *
 * @param archived offsets in the archive
 * @param hot committed offsets in Kafka
 * @param overlap offsets that both tiers have
 * @param lag committed offsets that are not archived yet
 * @param bytes stored bytes of all segments
 * @param epoch of the claim in force
 * @param writer who claimed it
 * @param phase what this instance does with it; ELSEWHERE when it is not its own
 * @param detail what holds it up
 * @param nextTrim offsets below it can leave Kafka; null where nothing is trimmed
 * @param trimLimit what keeps the next trim from being higher
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
