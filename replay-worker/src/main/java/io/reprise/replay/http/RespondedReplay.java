package io.reprise.replay.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.reprise.replay.operate.ReplaySummary;
import io.reprise.replay.state.Replay;
import io.reprise.replay.state.ReplayState;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.http.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to a command: the fields of the summary, and who may approve a replay that waits for
 * an approval.
 *
 * @param approvers the principals and groups, such as {@code bob} or {@code group oncall}; null
 *     unless the replay is AWAITING_APPROVAL
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RespondedReplay(@JsonUnwrapped ReplaySummary summary, @Nullable List<String> approvers) {

  /**
   * @param caller knows the policy; its own name is left out, because a requester cannot approve
   */
  static RespondedReplay of(Replay replay, ReplaySummary summary, Caller caller) {
    return new RespondedReplay(
        summary,
        replay.state() instanceof ReplayState.AwaitingApproval
            ? caller.othersWhoMay(Action.APPROVE, new Resource(replay.topic(), replay.target()))
            : null);
  }
}
