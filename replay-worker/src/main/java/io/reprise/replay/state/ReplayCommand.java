package io.reprise.replay.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import java.util.Objects;

/**
 * A request of an operator to the coordinator about one replay. The coordinator may refuse a
 * command. The names of the command types are part of the record format of {@code
 * reprise.commands}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ReplayCommand.Create.class, name = "create"),
  @JsonSubTypes.Type(value = ReplayCommand.Start.class, name = "start"),
  @JsonSubTypes.Type(value = ReplayCommand.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = ReplayCommand.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = ReplayCommand.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = ReplayCommand.Retry.class, name = "retry"),
  @JsonSubTypes.Type(value = ReplayCommand.ChangeRate.class, name = "changeRate"),
  @JsonSubTypes.Type(value = ReplayCommand.RequestStart.class, name = "requestStart"),
  @JsonSubTypes.Type(value = ReplayCommand.Approve.class, name = "approve"),
  @JsonSubTypes.Type(value = ReplayCommand.RefuseApproval.class, name = "refuseApproval"),
})
public sealed interface ReplayCommand {

  /** Creates a replay: stores its plan under a new id. The replay does not start yet. */
  record Create(Plan plan) implements ReplayCommand {
    public Create {
      Objects.requireNonNull(plan, "plan");
    }
  }

  /** Starts a replay, if {@code planHash} is the full hash of the replay's plan. */
  record Start(String planHash) implements ReplayCommand {
    public Start {
      Objects.requireNonNull(planHash, "planHash");
    }
  }

  /**
   * Starts a replay as {@link Start} does. If the replay needs an approval, it waits for another
   * person to approve it. An older coordinator, which knows no approvals, skips this command, so
   * that it does not start the replay.
   */
  record RequestStart(String planHash) implements ReplayCommand {
    public RequestStart {
      Objects.requireNonNull(planHash, "planHash");
    }
  }

  /** Approves the plan with this full hash, which starts the replay. */
  record Approve(String planHash) implements ReplayCommand {
    public Approve {
      Objects.requireNonNull(planHash, "planHash");
    }
  }

  /**
   * Refuses the plan with this full hash, which cancels the replay.
   *
   * @param comment why, for the requester
   */
  record RefuseApproval(String planHash, String comment) implements ReplayCommand {
    public RefuseApproval {
      Objects.requireNonNull(planHash, "planHash");
      Objects.requireNonNull(comment, "comment");
    }
  }

  record Pause() implements ReplayCommand {}

  record Resume() implements ReplayCommand {}

  record Cancel() implements ReplayCommand {}

  /** Starts another attempt of a failed replay, which continues from the progress of its shards. */
  record Retry() implements ReplayCommand {}

  /** Changes the rate limit of the whole replay. */
  record ChangeRate(Throttle throttle) implements ReplayCommand {
    public ChangeRate {
      Objects.requireNonNull(throttle, "throttle");
    }
  }
}
