package io.reprise.replay.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.state.ReplayEvent;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of the replay topic. Its key is {@code <replay>/<seq>}, with {@code seq} in 20 digits.
 *
 * @param seq the event's number among the events of its replay, counted from 0 without gaps
 * @param by the operator whose command the event answers; {@code coordinator} for an event that
 *     follows from progress records
 * @param commandId the command that the event answers; null if it answers none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventRecord(
    String replay, long seq, Instant at, String by, @Nullable String commandId, ReplayEvent event) {

  public EventRecord {
    Objects.requireNonNull(replay, "replay");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(event, "event");
  }

  public String key() {
    return new EventKey(replay, seq).toString();
  }
}
