package io.reprise.cli.groups;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The columns in which groups, plans and moves are shown. */
final class GroupViews {
  static final List<TableColumn> GROUPS =
      List.of(
          TableColumn.of("GROUP", "group").key(),
          TableColumn.of("TYPE", "type"),
          TableColumn.of("STATE", "state").key(),
          new TableColumn("TOPICS", group -> joined(group.path("topics"))));

  static final List<TableColumn> GROUP =
      List.of(
          TableColumn.of("group", "group"),
          TableColumn.of("type", "type"),
          TableColumn.of("state", "state"),
          TableColumn.of("members", "members"),
          TableColumn.of("movable", "movable"),
          TableColumn.of("reason", "reason"));

  static final List<TableColumn> READ =
      List.of(
          TableColumn.of("TOPIC", "topic").key(),
          TableColumn.of("PARTITION", "partition").key(),
          TableColumn.of("OFFSET", "offset").key(),
          TableColumn.of("LAG", "lag").key(),
          TableColumn.of("LOG START", "logStart"),
          TableColumn.of("COMMITTED END", "committedEnd"),
          TableColumn.of("TRIMMED", "trimmed"));

  static final List<TableColumn> PLAN =
      List.of(
          TableColumn.of("plan", "hash"),
          TableColumn.of("group", "group"),
          TableColumn.of("kind", "kind"),
          TableColumn.of("topic", "topic"),
          new TableColumn("reads again", plan -> offsets(plan.path("again"))),
          new TableColumn("skips", plan -> offsets(plan.path("skipped"))),
          new TableColumn("only in the archive", GroupViews::archived),
          new TableColumn("lost", plan -> offsets(plan.path("lost"))));

  static final List<TableColumn> MOVED =
      List.of(
          TableColumn.of("PARTITION", "partition").key(),
          TableColumn.of("BEFORE", "former").key(),
          TableColumn.of("AFTER", "to").key(),
          new TableColumn("READS AGAIN", p -> range(p.path("again"))),
          new TableColumn("SKIPS", p -> range(p.path("skipped"))),
          new TableColumn("ONLY IN THE ARCHIVE", p -> range(p.path("archived"))),
          TableColumn.of("LOST", "lost"));

  static final List<TableColumn> MOVE =
      List.of(
          TableColumn.of("move", "id"),
          TableColumn.of("state", "state"),
          TableColumn.of("group", "group"),
          TableColumn.of("kind", "kind"),
          TableColumn.of("topic", "topic"),
          TableColumn.of("undoes", "undoes"),
          new TableColumn("partitions", move -> Integer.toString(move.path("partitions").size())),
          TableColumn.of("reason", "reason"),
          TableColumn.of("by", "by"),
          TableColumn.time("at", "at"));

  static final List<TableColumn> MOVES =
      List.of(
          TableColumn.of("MOVE", "id").key(),
          TableColumn.time("TIME", "at"),
          TableColumn.of("KIND", "kind").key(),
          TableColumn.of("STATE", "state").key(),
          TableColumn.of("TOPIC", "topic"),
          new TableColumn("PARTITIONS", move -> Integer.toString(move.path("partitions").size())),
          TableColumn.of("BY", "by"),
          TableColumn.of("REASON", "reason"),
          TableColumn.of("UNDOES", "undoes").wide());

  private GroupViews() {}

  private static String joined(JsonNode names) {
    return StreamSupport.stream(names.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }

  /** Offsets without a record are counted too, so a number of offsets is the most records. */
  private static String offsets(JsonNode number) {
    return number.asLong() == 0
        ? "nothing"
        : "at most %s records".formatted(Text.count(number.asLong()));
  }

  private static String archived(JsonNode plan) {
    var records = plan.path("archivedRecords");
    return records.isMissingNode()
        ? offsets(plan.path("archived"))
        : "%s records".formatted(Text.count(records.asLong()));
  }

  private static String range(JsonNode range) {
    long from = range.path("from").asLong();
    long to = range.path("to").asLong();
    return from == to ? "" : "[%d, %d)".formatted(from, to);
  }
}
