package io.reprise.replay.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of replays, newest first.
 *
 * @param next the id after which the next page begins; null if this page is the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayPage(List<ReplaySummary> replays, @Nullable String next) {}
