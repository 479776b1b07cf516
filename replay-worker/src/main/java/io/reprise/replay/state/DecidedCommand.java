package io.reprise.replay.state;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command that the coordinator has decided: who sent it, and with which event the coordinator
 * answered.
 *
 * @param id the command's id
 * @param by the operator who sent the command
 * @param event the name of the event's type, such as {@code Started}
 */
public record DecidedCommand(String id, String by, String event) {
  /** The events that answer the command of the operator who wants to start a replay. */
  private static final Set<String> STARTS =
      Set.of(
          ReplayEvent.Started.class.getSimpleName(),
          ReplayEvent.StartRequested.class.getSimpleName());

  /**
   * Returns who has started a replay, or has requested its start; null if nobody has.
   *
   * @param commands the commands that were decided about the replay, oldest first
   */
  public static @Nullable String starter(List<DecidedCommand> commands) {
    return commands.stream()
        .filter(command -> STARTS.contains(command.event()))
        .map(DecidedCommand::by)
        .findFirst()
        .orElse(null);
  }
}
