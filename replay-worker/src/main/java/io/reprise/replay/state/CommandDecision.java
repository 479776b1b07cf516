package io.reprise.replay.state;

/** What becomes of a command. */
public sealed interface CommandDecision {

  /** It is carried out: this happens. */
  record Accepted(ReplayEvent event) implements CommandDecision {}

  /** It is not, and nothing changes. */
  record Refused(String reason) implements CommandDecision {}

  /** The event to record either way. */
  default ReplayEvent event() {
    if (this instanceof Accepted accepted) {
      return accepted.event();
    }
    return new ReplayEvent.CommandRefused(((Refused) this).reason());
  }
}
