package io.reprise.replay.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import java.util.Objects;

/** What somebody wants of a replay. A command may be refused; an event may not. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Command.Create.class, name = "create"),
  @JsonSubTypes.Type(value = Command.Start.class, name = "start"),
  @JsonSubTypes.Type(value = Command.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = Command.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = Command.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = Command.Retry.class, name = "retry"),
  @JsonSubTypes.Type(value = Command.ChangeRate.class, name = "changeRate"),
})
public sealed interface Command {

  /** Keep a plan under a new id. */
  record Create(Plan plan) implements Command {
    public Create {
      Objects.requireNonNull(plan, "plan");
    }
  }

  /** Start what was planned, if it is what {@code planHash} names. */
  record Start(String planHash) implements Command {
    public Start {
      Objects.requireNonNull(planHash, "planHash");
    }
  }

  record Pause() implements Command {}

  record Resume() implements Command {}

  record Cancel() implements Command {}

  /** Run a failed replay again, from its checkpoints. */
  record Retry() implements Command {}

  /** A new rate for the whole replay. */
  record ChangeRate(Throttle throttle) implements Command {
    public ChangeRate {
      Objects.requireNonNull(throttle, "throttle");
    }
  }
}
