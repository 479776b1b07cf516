package io.reprise.cli.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.mcp.Tool.Parameter;
import io.reprise.cli.replay.ReplayIds;
import io.reprise.runtime.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tools of {@code reprise mcp}. All of them call a replay worker. Confined to one thread. */
final class WorkerTools {
  /** The names of the tools that store something. */
  static final Set<String> WRITING = Set.of(Proposal.NAME);

  private static final int MOST_SAMPLES = 10;

  private static final Parameter LIMIT =
      Parameter.number(
          ToolArguments.LIMIT,
          "the most items of the answer, from 1 to %d; 20 if absent"
              .formatted(ToolArguments.MAX_LIMIT));
  private static final Parameter CURSOR =
      Parameter.text("cursor", "where the page begins: next of the page before");
  private static final Parameter ID =
      Parameter.text(
          "id", "the id of a replay, at least 4 characters of its beginning, or the word latest");

  private final WorkerClient worker;

  WorkerTools(WorkerClient worker) {
    this.worker = worker;
  }

  List<Tool> all() {
    return List.of(
        topics(),
        new EventPages(worker).tool(),
        plan(),
        replays(),
        replay(),
        receipt(),
        targets(),
        groups(),
        workers(),
        new Proposal(worker).tool());
  }

  private Tool topics() {
    return new Tool(
        "topics",
        "Lists the topics, or describes one: its partitions, and which offsets Kafka and the"
            + " archive have.",
        List.of(
            Parameter.text("topic", "the topic to describe; all topics if absent"), LIMIT, CURSOR),
        arguments -> {
          var topic = arguments.text("topic");
          return topic == null
              ? NamedItems.page(worker.topics(), "topic", arguments)
              : worker.topic(topic);
        });
  }

  private Tool plan() {
    return new Tool(
        "plan",
        "Makes the plan of a replay and stores nothing: exact offsets, counts, bytes, expected"
            + " time, warnings, earlier replays of the same offsets, and the hash of the plan.",
        List.of(
            Proposal.SPEC,
            Parameter.number(
                "sample",
                "how many records that the filter selects, and how many others, are shown, from 0"
                    + " to %d; 0 if absent".formatted(MOST_SAMPLES))),
        this::plan);
  }

  private JsonNode plan(ToolArguments arguments) {
    var spec = arguments.requiredObject(Proposal.SPEC.name());
    int records = (int) arguments.number("sample", 0, MOST_SAMPLES, 0);
    var plan = worker.plan(spec);
    if (records > 0 && plan instanceof ObjectNode document) {
      document.set("sample", worker.sample(spec, records));
    }
    return plan;
  }

  private Tool replays() {
    return new Tool(
        "replays",
        "Lists replays, the newest first, with state and progress.",
        List.of(
            Parameter.text("state", "only replays in this state, such as RUNNING or PLANNED"),
            Parameter.text("topic", "only replays of this source topic"),
            Parameter.text("target", "only replays into this target"),
            LIMIT,
            CURSOR),
        arguments -> {
          var query = new StringBuilder("?limit=" + arguments.limit());
          for (var name : List.of("state", "topic", "target", "cursor")) {
            var value = arguments.text(name);
            if (value != null) {
              query
                  .append('&')
                  .append(name)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
          }
          return worker.list(query.toString());
        });
  }

  private Tool replay() {
    return new Tool(
        "replay",
        "Describes one replay: summary, plan, and its shards with their progress.",
        List.of(
            ID.required(),
            Parameter.number(
                ToolArguments.LIMIT,
                "the most shards of the answer, from 1 to %d; 20 if absent"
                    .formatted(ToolArguments.MAX_LIMIT))),
        arguments -> withFewer("shards", worker.replay(id(arguments)), arguments.limit()));
  }

  private Tool receipt() {
    return new Tool(
        "receipt",
        "Returns the receipt of a replay, which accounts for every offset: delivered, filtered,"
            + " skipped or a hole. It may change until the replay has ended.",
        List.of(
            ID.required(),
            Parameter.number(
                ToolArguments.LIMIT,
                "the most shards of the answer, from 1 to %d; 20 if absent"
                    .formatted(ToolArguments.MAX_LIMIT))),
        arguments -> withFewer("shards", worker.receipt(id(arguments)), arguments.limit()));
  }

  private Tool targets() {
    return new Tool(
        "targets",
        "Lists the targets that replays can deliver to.",
        List.of(LIMIT, CURSOR),
        arguments -> NamedItems.page(worker.targets(), "name", arguments));
  }

  private Tool groups() {
    return new Tool(
        "groups",
        "Lists the consumer groups, or describes one: how far it has read each partition, and its"
            + " lag.",
        List.of(
            Parameter.text("group", "the group to describe; all groups if absent"), LIMIT, CURSOR),
        arguments -> {
          var group = arguments.text("group");
          return group == null
              ? NamedItems.page(worker.groups(), "group", arguments)
              : worker.group(group);
        });
  }

  private Tool workers() {
    return new Tool(
        "workers",
        "Returns the state of the replay worker that answers, and how many workers there are.",
        List.of(),
        arguments -> worker.worker());
  }

  private String id(ToolArguments arguments) {
    return new ReplayIds(worker).find(arguments.requiredText(ID.name()), null);
  }

  /**
   * Returns a document whose list has at most {@code most} items. If some were left out, the field
   * {@code NAMELeftOut} says how many.
   */
  private static JsonNode withFewer(String list, JsonNode answer, int most) {
    var items = answer.path(list);
    if (items.size() > most && answer instanceof ObjectNode document) {
      var first = Json.json().createArrayNode();
      Stream.iterate(0, i -> i + 1).limit(most).forEach(i -> first.add(items.get(i)));
      document.set(list, first);
      document.put(list + "LeftOut", items.size() - most);
    }
    return answer;
  }
}
