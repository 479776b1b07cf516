package io.reprise.cli.rehydrate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.output.TableColumn;
import io.reprise.rehydrate.report.CompletenessReport;
import io.reprise.rehydrate.target.VersionOrigin;
import io.reprise.runtime.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The report of a rehydration as {@code reprise rehydrate} prints it. */
final class ReportView {
  static final List<TableColumn> FIELDS =
      List.of(
          TableColumn.of("read model", "model"),
          TableColumn.of("version", "version"),
          TableColumn.of("source", "source"),
          TableColumn.of("opening", "opening"),
          TableColumn.of("rows", "rows"),
          TableColumn.of("tail events applied", "tail"),
          TableColumn.of("holes", "holes"),
          TableColumn.of("parked", "parked"),
          TableColumn.of("differing keys", "differing"),
          TableColumn.of("complete", "complete"),
          TableColumn.of("visible", "visible"),
          TableColumn.of("seconds", "seconds"));

  static final List<TableColumn> UNDONE =
      List.of(TableColumn.of("read model", "model"), TableColumn.of("visible version", "version"));

  private ReportView() {}

  /** Returns what an undo prints: the version of the read model that is visible now. */
  static ObjectNode ofUndo(String model, int version) {
    return Json.json().createObjectNode().put("model", model).put("version", version);
  }

  /**
   * Converts the report for printing: {@code took} has the seconds of each step, and end offsets
   * are listed by partition.
   */
  static ObjectNode of(String model, CompletenessReport report) {
    var view = Json.json().createObjectNode();
    view.put("model", model)
        .put("target", report.target())
        .put("topic", report.topic())
        .put("source", report.source())
        .put("version", report.version())
        .put("visible", report.visible())
        .put("opening", opening(report.origin()))
        .put("rows", report.rows())
        .put("complete", report.isComplete())
        .put("tail", report.partitions().stream().mapToLong(p -> p.counts().folded()).sum())
        .put("holes", report.partitions().stream().mapToLong(p -> p.counts().holes()).sum())
        .put("parked", report.partitions().stream().mapToLong(p -> p.counts().parked()).sum())
        .put("differing", report.diff().map(d -> d.differing().size()).orElse(0));
    var took = view.putObject("took");
    double seconds = 0;
    for (var step : new TreeMap<>(report.took()).entrySet()) {
      double of = step.getValue().toMillis() / 1e3;
      took.put(step.getKey().name().toLowerCase(Locale.ROOT), of);
      seconds += of;
    }
    view.put("seconds", Math.round(seconds * 1e3) / 1e3);
    var ends = new TreeMap<Integer, Long>();
    report.partitions().forEach(p -> ends.put(p.partition(), p.position()));
    view.set("ends", Json.json().valueToTree(ends));
    view.set("partitions", Json.json().valueToTree(report.partitions()));
    report.diff().ifPresent(diff -> view.set("diff", Json.json().valueToTree(diff)));
    return view;
  }

  private static String opening(VersionOrigin origin) {
    if (origin instanceof VersionOrigin.Fresh) {
      return "fresh";
    }
    if (origin instanceof VersionOrigin.Resumed) {
      return "resumed";
    }
    return origin instanceof VersionOrigin.Restarted ? "restarted" : "visible";
  }
}
