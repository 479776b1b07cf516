package io.reprise.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.compare.match.Difference;
import io.reprise.cli.compare.match.Entry;
import io.reprise.cli.events.EventValues;
import io.reprise.cli.events.StoredEvent;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Shows differences. Reads their records again, because a comparison keeps fingerprints only.
 * Confined to one thread.
 */
final class DifferenceView {
  static final List<TableColumn> COLUMNS =
      List.of(
          new TableColumn("KIND", DifferenceView::kind).key(),
          new TableColumn("KEY", d -> Text.of(d.path("key"))).key(),
          new TableColumn("LEFT", d -> place(d.path("left"))).key(),
          new TableColumn("RIGHT", d -> place(d.path("right"))).key(),
          TableColumn.time("TIME", "time"),
          new TableColumn("FIELDS", d -> changes(d.path("fields"))));

  private static final int MOST_FIELDS = 20;

  private final ComparedFields fields;
  private final List<String> headers;
  private final EventValues values;

  DifferenceView(ComparedFields fields, List<String> headers, EventValues values) {
    this.fields = fields;
    this.headers = headers;
    this.values = values;
  }

  private static String kind(JsonNode difference) {
    return difference.path("kind").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String place(JsonNode record) {
    return record.isObject()
        ? record.path("partition").asText() + "/" + record.path("offset").asText()
        : "";
  }

  private static String changes(JsonNode fields) {
    return StreamSupport.stream(fields.spliterator(), false)
        .map(f -> "%s: %s -> %s".formatted(f.path("field").asText(), f.get("left"), f.get("right")))
        .collect(Collectors.joining("; "));
  }

  /**
   * Returns a difference as JSON: kind, time and key, the records of both sides, and the fields
   * that differ.
   */
  ObjectNode json(Difference difference, SideReader left, SideReader right) {
    var json =
        Json.json()
            .createObjectNode()
            .put("kind", difference.kind().name())
            .put("time", Instant.ofEpochMilli(difference.timestamp()).toString());
    var ofLeft = add(json, "left", difference.left(), left);
    var ofRight = add(json, "right", difference.right(), right);
    if (ofLeft != null && ofRight != null) {
      addFields(ofLeft, ofRight, json.putArray("fields"));
    }
    return json;
  }

  /** Adds the record of a side; returns null if the side has none or it cannot be read again. */
  private @Nullable Map<String, JsonNode> add(
      ObjectNode json, String side, @Nullable Entry entry, SideReader reader) {
    if (entry == null) {
      return null;
    }
    var shown =
        json.putObject(side)
            .put("partition", entry.partition())
            .put("offset", entry.offset())
            .put("timestamp", Instant.ofEpochMilli(entry.timestamp()).toString());
    try {
      var event = reader.record(entry);
      if (event == null) {
        shown.put("error", "the record is no longer stored");
        return null;
      }
      json.set("key", key(event));
      var compared = compared(event);
      shown.setAll(compared);
      return compared;
    } catch (CommandFailure e) {
      shown.put("error", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static JsonNode key(StoredEvent event) {
    var base64 = event.json().path("keyBase64");
    return base64.isTextual()
        ? TextNode.valueOf("base64:" + base64.asText())
        : event.json().path("key");
  }

  /** Returns the value and the compared headers by their names. */
  private Map<String, JsonNode> compared(StoredEvent event) {
    var compared = new TreeMap<String, JsonNode>();
    compared.put("value", value(event.json()));
    for (var header : event.json().path("headers")) {
      var name = header.path("name").asText();
      if (headers.contains(name)) {
        compared.put(name, header.path(header.has("value") ? "value" : "valueBase64"));
      }
    }
    return compared;
  }

  private JsonNode value(JsonNode record) {
    if (record.has("value")) {
      return record.path("value");
    }
    var bytes = record.path("valueBase64");
    var decoded = values.decode(bytes);
    return decoded.fault() == null ? decoded.json() : TextNode.valueOf("base64:" + bytes.asText());
  }

  private void addFields(
      Map<String, JsonNode> left, Map<String, JsonNode> right, ArrayNode changes) {
    var names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    for (var name : names) {
      var ofLeft = left.getOrDefault(name, MissingNode.getInstance());
      var ofRight = right.getOrDefault(name, MissingNode.getInstance());
      if (name.equals("value")) {
        addChanges("", ofLeft, ofRight, changes);
      } else if (!ofLeft.equals(ofRight)) {
        addChange(name, ofLeft, ofRight, changes);
      }
    }
  }

  private void addChanges(String path, JsonNode left, JsonNode right, ArrayNode changes) {
    if (fields.areEqual(path, left, right)) {
      return;
    }
    if (!left.isObject() || !right.isObject()) {
      addChange(path.isEmpty() ? "value" : path, left, right, changes);
      return;
    }
    var names = new ArrayList<String>();
    left.fieldNames().forEachRemaining(names::add);
    right.fieldNames().forEachRemaining(name -> addIfAbsent(names, name));
    for (var name : names) {
      addChanges(ComparedFields.below(path, name), left.path(name), right.path(name), changes);
    }
  }

  private static void addIfAbsent(List<String> names, String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
  }

  /** Adds a field that differs, unless there are many already. JSON null stands for no field. */
  private static void addChange(String field, JsonNode left, JsonNode right, ArrayNode changes) {
    if (changes.size() < MOST_FIELDS) {
      var change = changes.addObject().put("field", field);
      change.set("left", orNull(left));
      change.set("right", orNull(right));
    }
  }

  private static JsonNode orNull(JsonNode node) {
    return node.isMissingNode() ? NullNode.instance : node;
  }
}
