package io.reprise.launcher.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.launcher.cli.CommandFailure;
import io.reprise.launcher.cli.ExitCode;
import io.reprise.launcher.cli.Output;
import io.reprise.launcher.cli.Progress;
import io.reprise.launcher.client.WorkerApi;
import io.reprise.runtime.json.Json;
import java.io.UncheckedIOException;

/** Follows one replay by server-sent events until it ends, whichever worker tells it. */
final class Watch {
  private static final String DATA = "data:";
  private static final int MOST_BREAKS = 20;

  private final WorkerApi worker;
  private final Output output;

  Watch(WorkerApi worker, Output output) {
    this.worker = worker;
    this.output = output;
  }

  /** Prints how it ended; DONE only if it completed. */
  ExitCode untilEnd(String id) {
    var last = worker.replay(id).path("summary");
    try (var progress = new Progress(last.path("topic").asText(), last.path("planned").asLong())) {
      last = follow(id, progress);
    }
    output.one(last, Views.SUMMARY);
    return last.path("state").asText().startsWith("COMPLETED") ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** A stream ends early when its worker does: another one goes on. */
  private JsonNode follow(String id, Progress progress) {
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
