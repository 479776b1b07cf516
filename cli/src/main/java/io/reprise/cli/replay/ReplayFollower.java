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

/** Follows one replay by server-sent events until it ends, whichever worker tells it. */
final class ReplayFollower {
  private static final String DATA = "data:";
  private static final int MOST_BREAKS = 20;

  private final WorkerClient worker;
  private final Output output;

  ReplayFollower(WorkerClient worker, Output output) {
    this.worker = worker;
    this.output = output;
  }

  /** Prints how it ended; DONE only if it completed. */
  ExitCode untilEnd(String id) {
    var last = worker.replay(id).path("summary");
    try (var progress =
        new ProgressDisplay(last.path("topic").asText(), last.path("planned").asLong())) {
      last = follow(id, progress);
    }
    output.one(last, ReplayViews.SUMMARY);
    return last.path("state").asText().startsWith("COMPLETED") ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** A stream ends early when its worker does: another one goes on. */
  private JsonNode follow(String id, ProgressDisplay progress) {
    for (int breaks = 0; breaks < MOST_BREAKS; breaks++) {
      try (var lines = worker.events(id)) {
        for (var line : (Iterable<String>) lines::iterator) {
          if (line.startsWith(DATA)) {
            var summary = parse(line.substring(DATA.length()));
            progress.at(summary.path("accounted").asLong());
            if (!summary.path("endedAt").isMissingNode()) {
              return summary;
            }
          }
        }
      } catch (UncheckedIOException e) {
        output.say("the worker that told the progress is gone: asking another");
      }
    }
    throw new CommandFailure(
        ExitCode.UNREACHABLE,
        "the progress of replay " + id + " broke off " + MOST_BREAKS + " times: watch it later");
  }

  private static JsonNode parse(String json) {
    try {
      return Json.json().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
