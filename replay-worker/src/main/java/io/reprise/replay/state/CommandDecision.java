package io.reprise.replay.state;

/** The coordinator's decision about a command: accepted or refused. */
public sealed interface CommandDecision {

  /** The command is legal and causes {@code event}. */
  record Accepted(ReplayEvent event) implements CommandDecision {}

  /** The command is not legal now. The state of the replay stays as it is. */
  record Refused(String reason) implements CommandDecision {}

  /**
   * Returns the event to record: the one that the command causes, or a {@link
   * ReplayEvent.CommandRefused}.
   */
  default ReplayEvent event() {
    if (this instanceof Accepted accepted) {
      return accepted.event();
    }
    return new ReplayEvent.CommandRefused(((Refused) this).reason());
  }
}
