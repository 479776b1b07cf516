package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import picocli.CommandLine.Command;

/** Implements {@code reprise replay describe}. */
@Command(
    name = "describe",
    description =
        "Shows the state of one replay and of each of its shards. JSON and YAML output also"
            + " contains the plan and, of an expired replay, its account.")
final class ReplayDescribeCommand extends ReplayIdCommand {
  @Override
  protected ExitCode run() {
    var answer = worker().replay(id());
    if (!output().isTable()) {
      output().document(withDetails(answer));
      return ExitCode.DONE;
    }
    output().one(withSelection(answer), ReplayViews.REPLAY);
    output().text("");
    output().list(answer.path("shards"), ReplayViews.SHARDS);
    var note = ReplayViews.emptyNote(answer.path("summary"));
    if (!note.isEmpty()) {
      output().say(note);
    }
    return ExitCode.DONE;
  }

  /**
   * Returns the summary of the replay, with the filter, the transforms and what it adapts to added.
   * In the worker's answer, only the plan has them.
   */
  private static JsonNode withSelection(JsonNode answer) {
    ObjectNode summary = answer.path("summary").deepCopy();
    var spec = answer.at("/plan/spec");
    summary.set("transforms", spec.path("transforms"));
    summary.set("adaptive", spec.path("adaptive"));
    return summary.set("filter", spec.path("filter"));
  }

  /**
   * Returns all details of a replay in one object: the summary, which the other replay commands
   * print too, the plan and the shards. For an expired replay, the object also has the account.
   */
  private static ObjectNode withDetails(JsonNode answer) {
    var document = Json.json().createObjectNode();
    document.set("replay", answer.path("summary"));
    document.set("plan", answer.path("plan"));
    document.set("shards", answer.path("shards"));
    if (answer.has("account")) {
      document.set("account", answer.path("account"));
    }
    return document;
  }
}
