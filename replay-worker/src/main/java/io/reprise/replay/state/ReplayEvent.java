package io.reprise.replay.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A committed decision about a replay. The state of a replay follows from its events alone, and
 * workers act on events alone. The names of the event types are part of the record format of {@code
 * reprise.replays}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ReplayEvent.Created.class, name = "created"),
  @JsonSubTypes.Type(value = ReplayEvent.Started.class, name = "started"),
  @JsonSubTypes.Type(value = ReplayEvent.PauseRequested.class, name = "pauseRequested"),
  @JsonSubTypes.Type(value = ReplayEvent.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = ReplayEvent.CancelRequested.class, name = "cancelRequested"),
  @JsonSubTypes.Type(value = ReplayEvent.FailureObserved.class, name = "failureObserved"),
  @JsonSubTypes.Type(value = ReplayEvent.Stopped.class, name = "stopped"),
  @JsonSubTypes.Type(value = ReplayEvent.Retried.class, name = "retried"),
  @JsonSubTypes.Type(value = ReplayEvent.RateChanged.class, name = "rateChanged"),
  @JsonSubTypes.Type(value = ReplayEvent.SharesIssued.class, name = "sharesIssued"),
  @JsonSubTypes.Type(value = ReplayEvent.Completed.class, name = "completed"),
  @JsonSubTypes.Type(value = ReplayEvent.CommandRefused.class, name = "commandRefused"),
  @JsonSubTypes.Type(value = ReplayEvent.Expired.class, name = "expired"),
  @JsonSubTypes.Type(value = ReplayEvent.StartRequested.class, name = "startRequested"),
  @JsonSubTypes.Type(value = ReplayEvent.Approved.class, name = "approved"),
  @JsonSubTypes.Type(value = ReplayEvent.ApprovalRefused.class, name = "approvalRefused"),
  @JsonSubTypes.Type(value = ReplayEvent.ApprovalExpired.class, name = "approvalExpired"),
})
public sealed interface ReplayEvent {

  record Created(Plan plan) implements ReplayEvent {}

  record Started() implements ReplayEvent {}

  /**
   * The replay waits for the approval of another person. A worker that does not know this event, or
   * one of the other events of approvals, stops.
   */
  record StartRequested(ApprovalRequest request) implements ReplayEvent {}

  /** Another person than the requester has approved the plan, so the replay starts. */
  record Approved(String by, String planHash) implements ReplayEvent {}

  /** Another person than the requester has refused the plan, so the replay is cancelled. */
  record ApprovalRefused(String by, String comment) implements ReplayEvent {}

  /** Nobody has approved or refused the plan in time, so the replay is cancelled. */
  record ApprovalExpired() implements ReplayEvent {}

  /**
   * The replay pauses, because an operator has asked for it, or because of its parked records.
   *
   * @param cause why the replay pauses by itself; null if an operator has asked for the pause
   * @param parked how many records were parked when the replay paused by itself; 0 if an operator
   *     has asked for the pause
   */
  record PauseRequested(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cause,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long parked)
      implements ReplayEvent {

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public PauseRequested {}

    /** Creates the event of a pause for which an operator has asked. */
    public PauseRequested() {
      this(null, 0);
    }
  }

  record Resumed() implements ReplayEvent {}

  record CancelRequested() implements ReplayEvent {}

  /** A shard has failed, so the replay stops its other shards. */
  record FailureObserved(String cause) implements ReplayEvent {}

  /** No shard is CLAIMED, so a replay that was stopping has stopped. */
  record Stopped() implements ReplayEvent {}

  record Retried() implements ReplayEvent {}

  record RateChanged(Throttle throttle) implements ReplayEvent {}

  /**
   * Gives each shard in {@code shares}, by shard index, its share of the replay's rate limit. A
   * claimed shard without a share must wait.
   */
  record SharesIssued(Map<Integer, Throttle> shares) implements ReplayEvent {}

  /**
   * Every shard is DONE and accounts for all its offsets.
   *
   * @param withParked whether a shard has parked records
   */
  record Completed(boolean withParked) implements ReplayEvent {}

  /** A command was not legal in the state of the replay. The state is unchanged. */
  record CommandRefused(String reason) implements ReplayEvent {}

  /**
   * The retention of the replay has ended. The plan and the account replace all earlier events of
   * the replay, its slot records and its progress records. A worker of version 0.1 does not know
   * this event and stops.
   *
   * @param plan the replay's plan without its shards
   */
  record Expired(Plan plan, ReplayAccount account) implements ReplayEvent {}
}
