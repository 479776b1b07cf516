package io.reprise.launcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.launcher.cli.Column;
import io.reprise.launcher.cli.Text;
import java.util.List;

/** How replays look to eyes. */
final class Views {
  static final List<Column> SUMMARY =
      List.of(
          Column.of("replay", "id"),
          Column.of("name", "name"),
          Column.of("reason", "reason"),
          Column.of("state", "state"),
          Column.of("cause", "cause"),
          Column.of("topic", "topic"),
          Column.of("target", "target"),
          Column.of("ordering", "ordering"),
          new Column("throttle", r -> throttle(r.path("throttle"))),
          new Column("progress", Views::progress),
          Column.of("delivered", "counts.delivered"),
          Column.of("filtered", "counts.filtered"),
          Column.of("holes", "counts.holes"),
          Column.of("skipped", "counts.skipped"),
          new Column("shards", Views::shards),
          Column.of("attempt", "attempt"),
          Column.of("plan", "planHash"),
          Column.of("created", "createdAt"),
          Column.of("started", "startedAt"),
          Column.of("ended", "endedAt"));

  static final List<Column> LIST =
      List.of(
          Column.of("REPLAY", "id"),
          Column.of("STATE", "state"),
          new Column("PROGRESS", Views::percent),
          Column.of("DELIVERED", "counts.delivered"),
          Column.of("TOPIC", "topic"),
          Column.of("TARGET", "target"),
          Column.of("CREATED", "createdAt"),
          Column.of("NAME", "name"));

  static final List<Column> SHARDS =
      List.of(
          Column.of("SHARD", "index"),
          Column.of("PARTITION", "partition"),
          new Column("RANGE", s -> range(s.path("range"))),
          Column.of("STATE", "state"),
          Column.of("NEXT", "nextOffset"),
          Column.of("DELIVERED", "counts.delivered"),
          Column.of("HOLES", "counts.holes"),
          Column.of("WORKER", "worker"),
          Column.of("LEASE", "leaseEpoch"));

  static final List<Column> PLAN =
      List.of(
          Column.of("plan", "hash"),
          Column.of("topic", "spec.source.topic"),
          Column.of("target", "spec.target"),
          Column.of("ordering", "spec.ordering"),
          new Column("throttle", p -> throttle(p.at("/spec/throttle"))),
          Column.of("offsets", "records"),
          new Column("stored bytes", p -> "about " + Text.bytes(p.path("bytes").asLong())),
          new Column("from the archive", p -> archive(p.path("archive"))),
          new Column("shards", p -> Integer.toString(p.path("shards").size())),
          Column.of("reads each offset", "readAmplification"),
          new Column("expected time", p -> Text.seconds(p.path("expectedSeconds").asLong())));

  static final List<Column> PLAN_PARTITIONS =
      List.of(
          Column.of("PARTITION", "partition"),
          Column.of("FROM", "range.from"),
          Column.of("TO", "range.to"),
          new Column("OFFSETS", p -> Text.count(span(p.path("range")))),
          Column.of("HOLES", "missing"),
          new Column("BYTES", p -> Text.bytes(p.path("estimatedBytes").asLong())));

  private Views() {}

  private static long span(JsonNode range) {
    return range.path("to").asLong() - range.path("from").asLong();
  }

  private static String range(JsonNode range) {
    return range.path("from").asLong() + ".." + range.path("to").asLong();
  }

  private static String archive(JsonNode part) {
    return part.isMissingNode()
        ? ""
        : "%s offsets, %s of %s to read"
            .formatted(
                Text.count(part.path("offsets").asLong()),
                Text.bytes(part.path("bytesToRead").asLong()),
                Text.bytes(part.path("bytes").asLong()));
  }

  private static String progress(JsonNode replay) {
    return "%s of %s offsets (%s)"
        .formatted(
            Text.of(replay.path("accounted")), Text.of(replay.path("planned")), percent(replay));
  }

  private static String percent(JsonNode replay) {
    return Text.percent(replay.path("accounted").asLong(), replay.path("planned").asLong());
  }

  private static String shards(JsonNode replay) {
    return "%d of %d done, %d running"
        .formatted(
            replay.path("done").asInt(),
            replay.path("shards").asInt(),
            replay.path("running").asInt());
  }

  private static String throttle(JsonNode throttle) {
    var records = throttle.path("recordsPerSecond");
    var bytes = throttle.path("bytesPerSecond");
    var text =
        (records.isNumber() ? Text.count(records.asLong()) + " records/s " : "")
            + (bytes.isNumber() ? Text.bytes(bytes.asLong()) + "/s" : "");
    return text.isEmpty() ? "none" : text.strip();
  }
}
