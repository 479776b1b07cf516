package io.reprise.replay.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list of replays, newest first.
 *
 * @param next the id of the last replay on this page, from which the caller asks for the next page;
 *     null if this page is the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplayPage(List<ReplaySummary> replays, @Nullable String next) {}
