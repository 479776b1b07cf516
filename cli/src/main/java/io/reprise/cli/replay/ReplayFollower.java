package io.reprise.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import io.reprise.cli.output.ProgressDisplay;
import io.reprise.runtime.json.Json;
import java.io.UncheckedIOException;

/**
 * Shows the progress of one replay until it ends. Reads the server-sent events of one worker, and
 * continues with another worker if the first one stops.
 */
final class ReplayFollower {
  private static final String DATA = "data:";
  private static final int MAX_CONNECTIONS = 20;

  private final WorkerClient worker;
  private final Output output;

  ReplayFollower(WorkerClient worker, Output output) {
    this.worker = worker;
    this.output = output;
  }

  /**
   * Waits until the replay has ended and prints the replay. Returns {@code DONE} if the replay
   * completed, and {@code FAILED} if it ended in another state.
   */
  ExitCode untilEnd(String id) {
    var last = worker.replay(id).path("summary");
    try (var progress =
        new ProgressDisplay(last.path("topic").asText(), last.path("planned").asLong())) {
      last = follow(id, progress);
    }
    output.one(last, ReplayViews.REPLAY);
    var note = ReplayViews.emptyNote(last);
    if (!note.isEmpty()) {
      output.say(note);
    }
    return last.path("state").asText().startsWith("COMPLETED") ? ExitCode.DONE : ExitCode.FAILED;
  }

  /**
   * Reads the replay's event stream until the replay has ended, and returns the last summary. If
   * the stream breaks, opens the stream again at a worker that answers. Gives up when {@link
   * #MAX_CONNECTIONS} streams have broken.
   */
  private JsonNode follow(String id, ProgressDisplay progress) {
    String shown = "";
    for (int breaks = 0; breaks < MAX_CONNECTIONS; breaks++) {
      try (var lines = worker.events(id)) {
        for (var line : (Iterable<String>) lines::iterator) {
          if (line.startsWith(DATA)) {
            var summary = parse(line.substring(DATA.length()));
            progress.at(summary.path("accounted").asLong());
            shown = showError(summary, shown);
            if (!summary.path("endedAt").isMissingNode()) {
              return summary;
            }
          }
        }
      } catch (UncheckedIOException e) {
        output.say(
            "the connection to the worker that reported progress was lost: connecting again");
      }
    }
    throw new CommandFailure(
        ExitCode.UNREACHABLE,
        "lost the connection that reports the progress of replay %s %d times. The replay itself is"
                .formatted(id, MAX_CONNECTIONS)
            + " not affected: run `reprise replay watch` again");
  }

  /**
   * Prints which shard waits and why, if the wait has an error that differs from {@code shown}.
   *
   * @param shown the error that was printed last; empty if none
   * @return the error of the wait in {@code summary}; empty if no shard waits or the wait has no
   *     error
   */
  private String showError(JsonNode summary, String shown) {
    var error = summary.path("waitsFor").path("error").asText();
    if (!error.isEmpty() && !error.equals(shown)) {
      output.say(ReplayViews.summaryWait(summary));
    }
    return error;
  }

  private static JsonNode parse(String json) {
    try {
      return Json.json().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
