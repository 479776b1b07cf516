package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.ZonedTimes;
import io.reprise.cli.output.Output;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Shows samples of plans as tables.
 *
 * @param times formats the times of records
 */
record SampleViews(ZonedTimes times) {

  /** Prints a sample on stdout if the format is a table. Other formats have it in the plan. */
  void show(JsonNode sample, Output output) {
    if (!output.isTable()) {
      return;
    }
    output.text("");
    output.text(estimate(sample));
    output.text(cost(sample));
    if (sample.path("undecided").asLong() > 0) {
      output.text(
          "The expression has no result for %s of these records, which count as refused: see --on-error."
              .formatted(count(sample, "undecided")));
    }
    list("Selected records of the sample:", sample.path("selected"), output);
    list("Other records of the sample:", sample.path("others"), output);
  }

  private void list(String title, JsonNode records, Output output) {
    if (!records.isEmpty()) {
      output.text("");
      output.text(title);
      Function<Instant, String> time = output.isNarrow() ? times::secondsText : times::text;
      try (var rows = output.stream(columns(time))) {
        records.forEach(rows::add);
      }
    }
  }

  static String estimate(JsonNode sample) {
    var estimate = sample.path("estimate");
    if (estimate.isMissingNode()) {
      return "No block of the sample was read in time, so there is no estimate.";
    }
    var expected = count(estimate, "expected");
    return estimate.path("exact").asBoolean()
        ? "The filter selects %s records: all offsets of the plan were read.".formatted(expected)
        : "The filter selects about %s records, between %s and %s with 95 %% confidence."
            .formatted(expected, count(estimate, "lowest"), count(estimate, "highest"));
  }

  private static String cost(JsonNode sample) {
    long unread = sample.path("unread").asLong();
    return "Sample: %s of %s records in %s blocks, %s of %s offsets%s."
        .formatted(
            count(sample, "matching"),
            count(sample, "readRecords"),
            count(sample, "blocks"),
            count(sample, "readOffsets"),
            count(sample, "offsets"),
            unread == 0 ? "" : "; blocks not read in time: %s".formatted(Text.count(unread)));
  }

  private static String count(JsonNode node, String field) {
    return Text.count(node.path(field).asLong());
  }

  static List<TableColumn> columns(Function<Instant, String> time) {
    return List.of(
        new TableColumn("PARTITION", r -> r.path("partition").asText()).key(),
        new TableColumn("OFFSET", r -> r.path("offset").asText()).key(),
        new TableColumn("TIMESTAMP", r -> time.apply(Instant.parse(r.path("timestamp").asText()))),
        new TableColumn("KEY", SampleViews::key),
        new TableColumn("TYPE", r -> header(r, "ce_type")),
        new TableColumn("VALUE", r -> fault(r) + (r.has("after") ? changes(r) : value(r))));
  }

  /** Shows only the fields that the transforms change, before and after. */
  private static String changes(JsonNode record) {
    var changed = record.path("changed");
    if (changed.isMissingNode()) {
      return value(record) + " -> " + record.path("after");
    }
    return changed.isEmpty()
        ? "(unchanged)"
        : StreamSupport.stream(changed.spliterator(), false)
            .map(JsonNode::asText)
            .map(
                path ->
                    "%s: %s -> %s"
                        .formatted(
                            path,
                            shown(record.path("value"), path),
                            shown(record.path("after"), path)))
            .collect(Collectors.joining(", "));
  }

  private static String shown(JsonNode value, String path) {
    var found = path.isEmpty() ? value : value.at("/" + path.replace('.', '/'));
    return found.isMissingNode() ? "(none)" : found.toString();
  }

  private static String key(JsonNode record) {
    var before = key(record, "key");
    return record.has("afterKey") || record.has("afterKeyBase64")
        ? before + " -> " + key(record, "afterKey")
        : before;
  }

  private static String key(JsonNode record, String name) {
    var base64 = record.path(name + "Base64");
    return base64.isTextual() ? "base64:" + base64.asText() : Text.of(record.path(name));
  }

  private static String header(JsonNode record, String name) {
    return StreamSupport.stream(record.path("headers").spliterator(), false)
        .filter(header -> header.path("name").asText().equals(name))
        .map(header -> header.path("value").asText())
        .reduce("", (first, last) -> last);
  }

  private static String fault(JsonNode record) {
    var fault = record.path("fault");
    return fault.isTextual() ? "(cannot be delivered: %s) ".formatted(fault.asText()) : "";
  }

  private static String value(JsonNode record) {
    var base64 = record.path("valueBase64");
    return base64.isTextual() ? "base64:" + base64.asText() : Text.of(record.path("value"));
  }
}
