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
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of one replay until it ends. Reads the server-sent events of one worker. If
 * the connection is lost, connects again to a worker that answers, as {@link Reconnection} allows.
 */
final class ReplayFollower {
  private static final String DATA = "data:";

  private final WorkerClient worker;
  private final Output output;
  private final Reconnection reconnection;
  private final Shown error = new Shown();
  private final Shown reason = new Shown();
  private final Shown pause = new Shown();

  /**
   * Creates a follower.
   *
   * @param reconnection says when to connect again after the connection is lost
   */
  ReplayFollower(WorkerClient worker, Output output, Reconnection reconnection) {
    this.worker = worker;
    this.output = output;
    this.reconnection = reconnection;
  }

  /**
   * Waits until the replay has ended and prints the replay. Returns {@code DONE} if the replay
   * completed, and {@code FAILED} if it ended in another state.
   *
   * @param replay the summary of the replay
   */
  ExitCode untilEnd(JsonNode replay) {
    var id = replay.path("id").asText();
    JsonNode last;
    try (var note = InterruptNote.of(WatchHint.goesOn(id));
        var progress =
            new ProgressDisplay(replay.path("topic").asText(), replay.path("planned").asLong())) {
      last = follow(id, progress);
    }
    output.one(last, ReplayViews.REPLAY);
    var note = ReplayViews.emptyNote(last);
    if (!note.isEmpty()) {
      output.say(note);
    }
    return last.path("state").asText().startsWith("COMPLETED") ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Reads event streams of the replay until the replay has ended, and returns the last summary. */
  private JsonNode follow(String id, ProgressDisplay progress) {
    while (true) {
      var reason = "the worker that reported progress ended the connection";
      try {
        var ended = stream(id, progress);
        if (ended != null) {
          return ended;
        }
      } catch (UncheckedIOException e) {
        // The worker was stopped, or the network failed. The reason above says so.
      } catch (CommandFailure e) {
        if (e.exitCode() != ExitCode.UNREACHABLE) {
          throw e;
        }
        reason = String.valueOf(e.getMessage());
      }
      reconnection.waitAfter(reason, WatchHint.goesOn(id));
    }
  }

  /**
   * Reads one event stream to its end.
   *
   * @return the summary of the replay if it has ended; null if the stream ended before the replay
   */
  private @Nullable JsonNode stream(String id, ProgressDisplay progress) {
    try (var lines = worker.events(id)) {
      for (var line : (Iterable<String>) lines::iterator) {
        if (line.startsWith(DATA)) {
          var summary = parse(line.substring(DATA.length()));
          reconnection.succeeded();
          progress.at(summary.path("accounted").asLong());
          showError(summary);
          showRate(summary.path("rate"));
          showPause(summary);
          if (!summary.path("endedAt").isMissingNode()) {
            return summary;
          }
        }
      }
    }
    return null;
  }

  /** Prints which shard waits and why, if the wait has an error that was not printed last. */
  private void showError(JsonNode summary) {
    if (error.isNew(summary.path("waitsFor").path("error").asText())) {
      output.say(ReplayViews.summaryWait(summary));
    }
  }

  /**
   * Prints the limit of an adaptive replay and why it has slowed down, if it has another reason
   * than the one that was printed last. Reasons differ if more than their numbers differ.
   */
  private void showRate(JsonNode rate) {
    if (reason.isNew(rate.path("cause").asText().replaceAll("[0-9]+", "0"))) {
      output.say("slowed down: " + AdaptiveViews.rate(rate));
    }
  }

  /** Prints why a replay has paused by itself, once for each pause. */
  private void showPause(JsonNode summary) {
    var state = summary.path("state").asText();
    var cause = state.startsWith("PAUS") ? summary.path("cause").asText() : "";
    if (pause.isNew(cause)) {
      output.say(cause);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return Json.json().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was printed last of a text that each summary repeats. */
  private static final class Shown {
    private String last = "";

    /** Returns whether the text must be printed: it is not empty, and differs from the last one. */
    boolean isNew(String text) {
      boolean isNew = !text.isEmpty() && !text.equals(last);
      last = text;
      return isNew;
    }
  }
}
