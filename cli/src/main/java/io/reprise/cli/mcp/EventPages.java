package io.reprise.cli.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.events.PartitionEvents;
import io.reprise.cli.events.PartitionWindow;
import io.reprise.cli.events.RecordPages;
import io.reprise.cli.events.StoredEvent;
import io.reprise.cli.mcp.Tool.Parameter;
import io.reprise.kafka.time.Deadline;
import io.reprise.runtime.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a topic in the order of their timestamps, some at a time. A page says at
 * which offsets the next one begins.
 *
 * @param worker reads the events, decodes their values, and hides what the caller may not see
 */
record EventPages(WorkerClient worker) {
  /** How long events are looked for, at most. A page may then have fewer than were asked for. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final int FILTERED_PAGE = 500;

  /** A page ends after this number of characters. */
  private static final int MAX_PAGE = McpSession.MAX_ANSWER / 2;

  /** A longer value is left out. */
  private static final int MAX_VALUE = 64 * 1024;

  Tool tool() {
    return new Tool(
        "events",
        "Reads events of a topic from Kafka and the archive, in the order of their timestamps. If"
            + " the answer has next, more can be read: call the tool again with from set to next.",
        List.of(
            Parameter.text("topic", "the topic to read").required(),
            Parameter.any(
                "from",
                "where to begin: earliest, a time such as 2026-11-29T14:02:00Z, or an object with"
                    + " an offset for each partition to read, such as {\"0\": 1500}; earliest if"
                    + " absent"),
            Parameter.any(
                "to",
                "where to end, exclusive: latest, a time, or an object with an offset for each"
                    + " partition; latest if absent"),
            Parameter.text("key", "only events with this key"),
            Parameter.text("type", "only events of this CloudEvents type"),
            Parameter.number(
                ToolArguments.LIMIT,
                "the most events of the answer, from 1 to %d; 20 if absent"
                    .formatted(ToolArguments.MAX_LIMIT))),
        this::read);
  }

  /** The next event of a partition, and the source of those after it. */
  private record Head(StoredEvent event, PartitionEvents rest) {}

  private JsonNode read(ToolArguments arguments) {
    var topic = arguments.requiredText("topic");
    var key = arguments.text("key");
    var type = arguments.text("type");
    int limit = arguments.limit();
    int pageSize = key == null && type == null ? limit : FILTERED_PAGE;
    var deadline = Deadline.after(LIMIT);
    RecordPages pages =
        (partition, from, to, most) -> worker.records(topic, partition, query(from, to, most));
    var heads =
        new PriorityQueue<Head>((a, b) -> StoredEvent.BY_TIME.compare(a.event(), b.event()));
    for (var window : windows(topic, arguments)) {
      addNext(heads, new PartitionEvents(pages, window, pageSize));
    }
    var result = Json.json().createObjectNode();
    var events = result.putArray("events");
    int size = 0;
    while (!heads.isEmpty() && events.size() < limit && size < MAX_PAGE && !deadline.isPassed()) {
      var head = heads.remove();
      if (isSelected(head.event(), key, type)) {
        var shown = shown(head.event());
        size += shown.toString().length();
        events.add(shown);
      }
      addNext(heads, head.rest());
    }
    if (!heads.isEmpty()) {
      var next = result.putObject("next");
      var offsets = new TreeMap<Integer, Long>();
      heads.forEach(head -> offsets.put(head.event().partition(), head.event().offset()));
      offsets.forEach((partition, offset) -> next.put(partition.toString(), offset));
    }
    return result;
  }

  private static String query(@Nullable Long from, @Nullable Long to, int limit) {
    return "?values=DECODED&limit="
        + limit
        + (from == null ? "" : "&from=" + from)
        + (to == null ? "" : "&to=" + to);
  }

  private static void addNext(PriorityQueue<Head> heads, PartitionEvents partition) {
    var event = partition.poll();
    if (event != null) {
      heads.add(new Head(event, partition));
    }
  }

  private static boolean isSelected(
      StoredEvent event, @Nullable String key, @Nullable String type) {
    return (key == null || key.equals(event.key())) && (type == null || type.equals(event.type()));
  }

  /** Returns an event for an agent: with its partition, and with a value that is text as text. */
  private static ObjectNode shown(StoredEvent event) {
    var shown = Json.json().createObjectNode().put("partition", event.partition());
    shown.setAll(event.json());
    var text = text(shown.path("valueBase64"));
    if (text != null) {
      shown.remove("valueBase64");
      shown.put("value", text);
    }
    for (var field : List.of("value", "valueBase64")) {
      int length = shown.path(field).toString().length();
      if (length > MAX_VALUE) {
        shown.remove(field);
        shown.put("valueLeftOut", "the value has %d characters".formatted(length));
      }
    }
    return shown;
  }

  private static @Nullable String text(JsonNode base64) {
    if (!base64.isTextual()) {
      return null;
    }
    try {
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64.asText()));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private List<PartitionWindow> windows(String topic, ToolArguments arguments) {
    var from = arguments.any("from");
    var starts = offsets(topic, "from", from, "earliest");
    var ends = offsets(topic, "to", arguments.any("to"), "latest");
    var partitions = from.isObject() ? starts.keySet() : partitions(topic);
    return partitions.stream()
        .sorted()
        .map(p -> new PartitionWindow(p, starts.get(p), ends.get(p)))
        .toList();
  }

  private Set<Integer> partitions(String topic) {
    var partitions = new TreeSet<Integer>();
    for (var facts : worker.topic(topic).path("partitions")) {
      partitions.add(facts.path("partition").asInt());
    }
    return partitions;
  }

  /**
   * Returns the offset of each partition that a bound gives; nothing for the bound that is meant if
   * it is absent.
   */
  private Map<Integer, Long> offsets(String topic, String name, JsonNode bound, String absent) {
    if (bound.isMissingNode() || bound.isNull() || bound.asText().equals(absent)) {
      return Map.of();
    }
    var offsets = new HashMap<Integer, Long>();
    if (bound.isTextual()) {
      for (var p : worker.offsetsAt(topic, time(name, bound.asText())).path("partitions")) {
        offsets.put(p.path("partition").asInt(), p.path("offset").asLong());
      }
      return offsets;
    }
    if (!bound.isObject() || bound.isEmpty()) {
      throw invalid(name, bound);
    }
    for (var each : bound.properties()) {
      if (!each.getKey().matches("\\d{1,9}")
          || !each.getValue().canConvertToLong()
          || !each.getValue().isIntegralNumber()
          || each.getValue().asLong() < 0) {
        throw invalid(name, bound);
      }
      offsets.put(Integer.valueOf(each.getKey()), each.getValue().asLong());
    }
    return offsets;
  }

  private static Instant time(String name, String text) {
    try {
      return Instant.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s is '%s': must be a time with a time zone, such as 2026-11-29T14:02:00Z"
              .formatted(name, text),
          e);
    }
  }

  private static CommandFailure invalid(String name, JsonNode bound) {
    return new CommandFailure(
        ExitCode.USAGE,
        "%s is %s: must be a time, or an object with an offset for each partition, such as {\"0\": 1500}"
            .formatted(name, bound));
  }
}
