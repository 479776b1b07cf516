package io.reprise.replay.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast a shard of an adaptive replay may deliver at the moment. Shown in {@code replay
 * describe}.
 *
 * @param recordsPerSecond the present limit, at least 1
 * @param cause what the shard has slowed down for, as shown to operators; null if it has not slowed
 *     down or has recovered
 * @param since when the shard began to slow down for this cause; null without a cause
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShardRate(long recordsPerSecond, @Nullable String cause, @Nullable Instant since) {}
