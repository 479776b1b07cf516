package io.reprise.replay.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.state.Operator;
import io.reprise.replay.state.ReplayCommand;
import java.time.Instant;
import java.util.Objects;

/**
 * A record of the command topic.
 *
 * @param id identifies the command, so that its sender can find the event that answers it
 * @param replay the id of the replay that the command changes
 * @param by the operator who sent the command
 * @param authenticated whether the worker that stored the command has verified who sent it; the
 *     record has no such field if not
 * @param at time at which the command was sent, by the sender's clock
 */
public record CommandRecord(
    String id,
    String replay,
    String by,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean authenticated,
    Instant at,
    ReplayCommand command) {
  public CommandRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(replay, "replay");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(command, "command");
  }

  /** Creates the record of a command whose sender nobody has verified. */
  public CommandRecord(String id, String replay, String by, Instant at, ReplayCommand command) {
    this(id, replay, by, false, at, command);
  }

  /** Returns who sent the command. */
  public Operator operator() {
    return new Operator(by, authenticated);
  }
}
