package io.reprise.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.ZonedTimes;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.compare.match.DifferenceKind;
import io.reprise.cli.compare.match.MatchBy;
import io.reprise.cli.compare.match.Tally;
import io.reprise.cli.output.Output;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.runtime.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a comparison has found.
 *
 * @param isRead whether all records were read; if not, nothing was compared
 * @param isComplete whether all records were compared
 */
record CompareResult(
    MatchBy by, SideReaders readers, Tally tally, boolean isRead, boolean isComplete) {
  /** How many differences are shown. */
  static final int SAMPLES = 10;

  private static final List<TableColumn> FIELDS =
      List.of(
          new TableColumn("left", r -> side(r.path("left"))),
          new TableColumn("right", r -> side(r.path("right"))),
          TableColumn.of("matched by", "by"),
          TableColumn.of("keys", "keys"),
          TableColumn.of("same", "same"),
          TableColumn.of("different", "different"),
          TableColumn.of("only left", "onlyLeft"),
          TableColumn.of("only right", "onlyRight"),
          TableColumn.of("out of order", "outOfOrder"),
          TableColumn.of("equal", "equal"));

  private static String side(JsonNode side) {
    var replay = side.path("replay");
    return "%s, %s records%s"
        .formatted(
            side.path(side.has("model") ? "model" : "topic").asText(),
            Text.of(side.path("records")),
            replay.isTextual() ? " of replay " + replay.asText() : "");
  }

  /** Returns whether the sides are equal in everything that was to be compared. */
  private boolean isEqual() {
    return isComplete && tally.differences() == 0 && readers.hidden() == 0 && readers.records() > 0;
  }

  /** Prints the result and returns the exit code of the command. */
  ExitCode print(Output output, ZonedTimes times, DifferenceView view) {
    var samples = Json.json().createArrayNode();
    for (var difference : tally.samples(SAMPLES)) {
      samples.add(view.json(difference, readers.left(), readers.right()));
    }
    var result = json(samples);
    if (output.isTable()) {
      output.one(result, FIELDS);
      printSamples(output, times, samples);
    } else {
      output.document(result);
    }
    notes().forEach(output::say);
    return isEqual() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /**
   * Returns the result as JSON. Without counts if not all records were read: a record that one side
   * seems to lack might have been read next.
   */
  ObjectNode json(ArrayNode samples) {
    var json = Json.json().createObjectNode();
    json.set("left", readers.left().json());
    json.set("right", readers.right().json());
    json.put("by", by.name().toLowerCase(Locale.ROOT))
        .put("read", isRead)
        .put("complete", isComplete)
        .put("equal", isEqual());
    if (isRead) {
      json.put("keys", tally.groups())
          .put("keysWithoutOrder", tally.groupsWithoutOrder())
          .put("same", tally.same())
          .put("different", tally.count(DifferenceKind.DIFFERENT))
          .put("onlyLeft", tally.count(DifferenceKind.ONLY_LEFT))
          .put("onlyRight", tally.count(DifferenceKind.ONLY_RIGHT))
          .put("outOfOrder", tally.count(DifferenceKind.OUT_OF_ORDER));
      json.set("samples", samples);
    }
    return json;
  }

  private void printSamples(Output output, ZonedTimes times, ArrayNode samples) {
    if (samples.isEmpty()) {
      return;
    }
    output.text("");
    output.text("first difference: " + times.text(Instant.parse(samples.at("/0/time").asText())));
    output.list(samples, DifferenceView.COLUMNS);
  }

  /** Returns what a reader of the counts must know, one sentence each. */
  List<String> notes() {
    var notes = new ArrayList<String>();
    if (!isRead) {
      notes.add(
          "stopped after %s of %s offsets or rows were read: nothing was compared"
              .formatted(Text.count(readers.done()), Text.count(readers.size())));
    } else if (!isComplete) {
      notes.add(
          "stopped: the counts are partial, of %s keys whose records were all compared"
              .formatted(Text.count(tally.groups())));
    } else if (readers.records() == 0) {
      notes.add("nothing was compared: neither side has a record in this range");
    }
    if (readers.hidden() > 0) {
      notes.add(
          ("of %s of %s records, something is hidden from you and was not compared: ignore these"
                  + " fields with --ignore, or ask somebody who may read them")
              .formatted(Text.count(readers.hidden()), Text.count(readers.records())));
    }
    if (readers.undecoded() > 0) {
      notes.add(
          "%s of %s values could not be decoded: their bytes were compared"
              .formatted(Text.count(readers.undecoded()), Text.count(readers.records())));
    }
    if (tally.groupsWithoutOrder() > 0) {
      notes.add(
          "the order of %s keys was not compared: their records are in several partitions of a side"
              .formatted(Text.count(tally.groupsWithoutOrder())));
    }
    return notes;
  }
}
