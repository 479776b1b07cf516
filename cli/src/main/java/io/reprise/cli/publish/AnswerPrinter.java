package io.reprise.cli.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.ItemWriter;
import io.reprise.cli.output.Output;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints and counts the answers of the ingest service to published events. In the table format,
 * prints a line for each event that was not stored, with its faults, and the totals at the end. In
 * the other formats, prints the answer to every event, and the totals on stderr if an event was not
 * stored. Confined to one thread.
 */
final class AnswerPrinter implements AutoCloseable {
  private static final List<TableColumn> TOTALS =
      List.of(
          TableColumn.of("published", "published"),
          TableColumn.of("of them stored before", "duplicates"),
          TableColumn.of("rejected", "rejected"),
          TableColumn.of("outcome unknown", "unknown"),
          TableColumn.of("not taken, service busy", "busy"),
          TableColumn.of("topic", "topic"));

  private final String topic;
  private final Output output;
  private final boolean showsAll;
  private final ItemWriter items;
  private long stored;
  private long duplicates;
  private long rejected;
  private long unknown;
  private long busy;

  private AnswerPrinter(String topic, Output output, boolean showsAll) {
    this.topic = topic;
    this.output = output;
    this.showsAll = showsAll;
    this.items = output.items();
  }

  /** Returns a printer that prints no line for a stored event in the table format. */
  static AnswerPrinter ofRefusals(String topic, Output output) {
    return new AnswerPrinter(topic, output, false);
  }

  /** Returns a printer that prints a line for every event in the table format. */
  static AnswerPrinter ofAll(String topic, Output output) {
    return new AnswerPrinter(topic, output, true);
  }

  /** Prints the answers to the events of a batch, which are in the same order. */
  void print(ArrayNode events, JsonNode answers) {
    for (int i = 0; i < answers.size(); i++) {
      print(events.path(i).path("id").asText(), answers.path(i));
    }
  }

  private void print(String id, JsonNode answer) {
    count(answer);
    long number = count();
    if (output.isTable()) {
      if (showsAll || !isStored(answer)) {
        output.text(
            "event %d%s: %s".formatted(number, id.isEmpty() ? "" : ", id " + id, text(answer)));
        faults(answer).forEach(fault -> output.text("  " + fault));
      }
      return;
    }
    var item = Json.json().createObjectNode().put("number", number);
    if (!id.isEmpty()) {
      item.put("id", id);
    }
    if (answer instanceof ObjectNode fields) {
      item.setAll(fields);
    }
    items.write(item);
  }

  private void count(JsonNode answer) {
    switch (answer.path("status").asText()) {
      case "stored" -> {
        stored++;
        duplicates += answer.path("duplicate").asBoolean() ? 1 : 0;
      }
      case "unknown" -> unknown++;
      case "busy" -> busy++;
      default -> rejected++;
    }
  }

  private static boolean isStored(JsonNode answer) {
    return answer.path("status").asText().equals("stored");
  }

  private static String text(JsonNode answer) {
    if (!isStored(answer)) {
      return "%s: %s"
          .formatted(answer.path("status").asText(), answer.at("/problem/detail").asText());
    }
    return "stored in partition %s at offset %s%s"
        .formatted(
            answer.path("partition").asText(),
            answer.path("offset").asText(),
            answer.path("duplicate").asBoolean() ? " by an earlier request" : "");
  }

  private static List<String> faults(JsonNode answer) {
    var faults = new ArrayList<String>();
    for (var fault : answer.at("/problem/faults")) {
      faults.add("%s: %s".formatted(fault.path("path").asText(), fault.path("reason").asText()));
    }
    return faults;
  }

  /** Returns the number of events that were answered. */
  long count() {
    return stored + rejected + unknown + busy;
  }

  /** Prints the totals, and returns the exit code of the command. */
  ExitCode end() {
    items.close();
    if (output.isTable()) {
      output.one(totals(), TOTALS);
    } else if (stored < count()) {
      output.say(summary());
    }
    if (unknown > 0) {
      return ExitCode.OUTCOME_UNKNOWN;
    }
    if (rejected > 0) {
      return ExitCode.REFUSED;
    }
    return busy > 0 ? ExitCode.UNREACHABLE : ExitCode.DONE;
  }

  private ObjectNode totals() {
    var totals = Json.json().createObjectNode().put("published", stored);
    put(totals, "duplicates", duplicates);
    put(totals, "rejected", rejected);
    put(totals, "unknown", unknown);
    put(totals, "busy", busy);
    return totals.put("topic", topic);
  }

  private static void put(ObjectNode totals, String name, long number) {
    if (number > 0) {
      totals.put(name, number);
    }
  }

  /** Returns how many events were stored, as a sentence without a period. */
  String summary() {
    var summary = "%s of %s events were stored".formatted(Text.count(stored), Text.count(count()));
    if (rejected > 0) {
      summary += ", %s were rejected".formatted(Text.count(rejected));
    }
    if (unknown > 0) {
      summary +=
          ", of %s the outcome is unknown (publish them again: an event with the same source and id is stored once)"
              .formatted(Text.count(unknown));
    }
    return busy == 0 ? summary : summary + ", %s were not taken".formatted(Text.count(busy));
  }

  /** Ends the printed list of answers. */
  @Override
  public void close() {
    items.close();
  }
}
