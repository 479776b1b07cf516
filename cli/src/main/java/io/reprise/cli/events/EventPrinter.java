package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.ZonedTimes;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.ItemStream;
import io.reprise.cli.output.Output;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prints events one after another, and counts those whose value cannot be decoded and those for
 * which {@code --where} has no result. Confined to one thread; the caller closes this object.
 */
final class EventPrinter implements AutoCloseable {
  private static final List<String> OTHER_FIELDS = List.of("headers", "replay");

  private final Output output;
  private final EventValues values;
  private final @Nullable RawFormat raw;
  private final ItemStream items;
  private long printed;
  private long undecoded;
  private final FaultCounts unfiltered = new FaultCounts();
  private final FaultCounts masked = new FaultCounts();

  /**
   * @param raw the form in which the bytes of values are shown; null to decode values
   */
  EventPrinter(Output output, EventValues values, @Nullable RawFormat raw, ZonedTimes times) {
    this.output = output;
    this.values = values;
    this.raw = raw;
    this.items = output.stream(columns(raw, times, output.isNarrow()));
  }

  private static List<TableColumn> columns(
      @Nullable RawFormat raw, ZonedTimes times, boolean isNarrow) {
    Function<Instant, String> time = isNarrow ? times::secondsText : times::text;
    return List.of(
        new TableColumn("PARTITION", e -> e.path("partition").asText()).key(),
        new TableColumn("OFFSET", e -> e.path("offset").asText()).key(),
        new TableColumn("TIMESTAMP", e -> time(e.path("timestamp"), time)).key(),
        new TableColumn("KEY", EventPrinter::key),
        TableColumn.of("TYPE", "type"),
        raw == null
            ? new TableColumn("VALUE", e -> whereFault(e) + value(e))
            : new TableColumn(raw.title(), e -> whereFault(e) + Text.of(e.path(raw.field()))));
  }

  private static String time(JsonNode written, Function<Instant, String> text) {
    return written.isTextual() ? text.apply(Instant.parse(written.asText())) : "";
  }

  private static String key(JsonNode event) {
    var base64 = event.path("keyBase64");
    return base64.isTextual() ? "base64:" + base64.asText() : Text.of(event.path("key"));
  }

  private static String whereFault(JsonNode event) {
    var fault = event.path("whereError");
    return fault.isTextual() ? "(--where has no result: %s) ".formatted(fault.asText()) : "";
  }

  private static String value(JsonNode event) {
    var fault = event.path("valueError");
    return fault.isTextual()
        ? "(not decoded: %s)".formatted(fault.asText())
        : Text.of(event.path("value"));
  }

  void print(StoredEvent event) {
    items.add(json(event));
    printed++;
  }

  /** Prints all events that were passed to {@link #print}, without waiting for more. */
  void flush() {
    items.flush();
  }

  private ObjectNode json(StoredEvent event) {
    var from = event.json();
    var json = Json.json().createObjectNode().put("partition", event.partition());
    copy(from, json, "offset");
    copy(from, json, "timestamp");
    var type = event.type();
    if (!type.isEmpty()) {
      json.put("type", type);
    }
    copy(from, json, "key");
    copy(from, json, "keyBase64");
    putValue(from, json);
    putWhereFault(event, json);
    OTHER_FIELDS.forEach(field -> copy(from, json, field));
    return json;
  }

  private void putValue(JsonNode from, ObjectNode json) {
    var hidden = from.path("masked").asText();
    if (!hidden.isEmpty()) {
      json.put("masked", hidden);
      masked.add(hidden);
    }
    if (from.has("value")) {
      json.set(raw == null ? "value" : raw.field(), from.get("value"));
    } else {
      putBytes(from.path("valueBase64"), json);
    }
  }

  private void putBytes(JsonNode base64, ObjectNode json) {
    if (raw != null) {
      if (base64.isTextual()) {
        json.put(raw.field(), raw.of(base64.asText()));
      }
      return;
    }
    var value = values.decode(base64);
    json.set("value", value.json());
    if (value.fault() != null) {
      json.put("valueError", value.fault());
      undecoded++;
    }
  }

  private void putWhereFault(StoredEvent event, ObjectNode json) {
    var fault = event.whereFault();
    if (fault != null) {
      json.put("whereError", fault);
      unfiltered.add(fault);
    }
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.has(field)) {
      to.set(field, from.get(field));
    }
  }

  /**
   * Ends the list, and says on stderr for how many events {@code --where} has no result and how
   * many values could not be decoded. Returns the exit code of the command.
   */
  ExitCode finish() {
    items.close();
    if (printed == 0) {
      output.say("no event matches");
    }
    if (unfiltered.total() > 0) {
      output.say(
          "--where has no result for %s of the %s events shown:"
              .formatted(Text.count(unfiltered.total()), Text.count(printed)));
      unfiltered.lines().forEach(output::say);
    }
    if (masked.total() > 0) {
      output.say(
          "of %s of the %s events shown, something is masked:"
              .formatted(Text.count(masked.total()), Text.count(printed)));
      masked.lines().forEach(output::say);
    }
    if (undecoded > 0) {
      output.say(
          "%s of %s values could not be decoded: --raw shows their bytes"
              .formatted(Text.count(undecoded), Text.count(printed)));
    }
    return unfiltered.total() + undecoded == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Ends the list if {@link #finish} was not called, because reading failed. */
  @Override
  public void close() {
    items.close();
  }
}
