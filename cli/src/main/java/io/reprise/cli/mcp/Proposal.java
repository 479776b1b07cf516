package io.reprise.cli.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.mcp.Tool.Parameter;
import io.reprise.runtime.json.Json;
import java.util.List;

/**
 * Stores the plan of a replay for a person to start. Starts nothing.
 *
 * @param worker makes and stores the plan
 */
record Proposal(WorkerClient worker) {
  static final String NAME = "propose";

  static final Parameter SPEC =
      Parameter.object(
              "spec",
              "the replay, with the required fields reason, target and source: {topic, partitions?,"
                  + " from?, to?}. from and to are earliest, latest, a time such as"
                  + " 2026-11-29T14:02:00Z, an offset for all partitions, or an object such as"
                  + " {\"0\": 1500}. Further fields: name, filter {keys, types, headers, where},"
                  + " ordering, throttle {recordsPerSecond, bytesPerSecond}, onError, timestamps,"
                  + " transforms")
          .required();

  /** How many replays may wait for a person, so that an agent cannot fill the control topics. */
  private static final int MOST_WAITING = 20;

  Tool tool() {
    return new Tool(
        NAME,
        "Proposes a replay: stores its plan as a replay in the state PLANNED, which waits until a"
            + " person starts or cancels it. Nothing is delivered. Call plan first, and show the"
            + " person the plan. The reason in the spec must say why the replay is needed.",
        List.of(
            SPEC,
            Parameter.text(
                "planHash",
                "the hash of the plan that was shown; the proposal is refused if the spec now gives"
                    + " another plan")),
        this::propose);
  }

  private JsonNode propose(ToolArguments arguments) {
    var spec = arguments.requiredObject(SPEC.name());
    var shown = arguments.text("planHash");
    var plan = worker.plan(spec);
    requireExistingTopic(plan);
    requireFewWaiting();
    var hash = plan.path("hash").asText();
    var replay = worker.create(spec, shown == null ? hash : shown);
    var result = Json.json().createObjectNode();
    result.set("replay", replay);
    result.put("planHash", hash);
    if (plan.has("deliveredBefore")) {
      result.set("deliveredBefore", plan.path("deliveredBefore"));
    }
    return result.put(
        "next",
        "nothing was started: a person starts this replay with `reprise replay start-planned %s`"
            .formatted(replay.path("id").asText()));
  }

  /** A stored plan names the id of its target topic, so storing it would create the topic. */
  private static void requireExistingTopic(JsonNode plan) {
    var created = plan.path("createsTopic");
    if (!created.isMissingNode()) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "the replay was not proposed: its target topic '%s' does not exist: a person must create it first"
              .formatted(created.path("name").asText()));
    }
  }

  private void requireFewWaiting() {
    var waiting = worker.list("?state=PLANNED&limit=" + MOST_WAITING).path("replays");
    if (waiting.size() >= MOST_WAITING) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "the replay was not proposed: %d replays are PLANNED and wait for a person, who must start or cancel some of them first"
              .formatted(MOST_WAITING));
    }
  }
}
