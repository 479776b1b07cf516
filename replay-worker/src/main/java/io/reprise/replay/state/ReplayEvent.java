package io.reprise.replay.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import java.util.Map;

/** What happened to a replay. The log of these is the replay; workers obey nothing else. */
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
})
public sealed interface ReplayEvent {

  record Created(Plan plan) implements ReplayEvent {}

  record Started() implements ReplayEvent {}

  record PauseRequested() implements ReplayEvent {}

  record Resumed() implements ReplayEvent {}

  record CancelRequested() implements ReplayEvent {}

  /** A shard reported that it cannot go on. */
  record FailureObserved(String cause) implements ReplayEvent {}

  /** No shard is CLAIMED any more: a stopping replay has stopped. */
  record Stopped() implements ReplayEvent {}

  record Retried() implements ReplayEvent {}

  record RateChanged(Throttle throttle) implements ReplayEvent {}

  /** How the replay's rate is divided: shard index to its share. Shards not named have none. */
  record SharesIssued(Map<Integer, Throttle> shares) implements ReplayEvent {}

  /** Every shard is DONE and balances. */
  record Completed(boolean withParked) implements ReplayEvent {}

  /** A command could not be carried out in the state it met. Changes nothing. */
  record CommandRefused(String reason) implements ReplayEvent {}
}
