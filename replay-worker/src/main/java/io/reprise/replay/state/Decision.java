package io.reprise.replay.state;

/** What becomes of a command. */
public sealed interface Decision {

  /** It is carried out: this happens. */
  record Accepted(ReplayEvent event) implements Decision {}

  /** It is not, and nothing changes. */
  record Refused(String reason) implements Decision {}

  /** The event to record either way. */
  default ReplayEvent event() {
    if (this instanceof Accepted accepted) {
      return accepted.event();
    }
    return new ReplayEvent.CommandRefused(((Refused) this).reason());
  }
}
