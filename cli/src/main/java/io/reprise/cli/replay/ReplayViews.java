package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The columns in which tables show replays and shards. */
final class ReplayViews {
  private static final int SHOWN_VALUES = 5;

  /** The length of the part of an id that has the time of creation in milliseconds. */
  private static final int ID_BEGINNING = 13;

  static final List<TableColumn> REPLAY =
      List.of(
          TableColumn.of("replay", "id"),
          TableColumn.of("name", "name"),
          TableColumn.of("reason", "reason"),
          TableColumn.of("state", "state"),
          TableColumn.of("cause", "cause"),
          new TableColumn("approval", r -> ApprovalViews.approval(r.path("approval"))),
          TableColumn.of("topic", "topic"),
          new TableColumn("filter", r -> filter(r.path("filter"))),
          new TableColumn("transforms", r -> transforms(r.path("transforms"))),
          TableColumn.of("target", "target"),
          TableColumn.of("ordering", "ordering"),
          TableColumn.of("timestamps", "timestamps"),
          new TableColumn("expiry", ReplayViews::expiry),
          new TableColumn("throttle", r -> throttle(r.path("throttle"))),
          new TableColumn("adaptive", r -> AdaptiveViews.request(r.path("adaptive"))),
          new TableColumn("rate now", r -> AdaptiveViews.rate(r.path("rate"))),
          new TableColumn("progress", ReplayViews::progress),
          TableColumn.of("delivered", "counts.delivered"),
          TableColumn.of("filtered", "counts.filtered"),
          TableColumn.of("holes", "counts.holes"),
          new TableColumn("parked", ReplayViews::parked),
          TableColumn.of("skipped", "counts.skipped"),
          new TableColumn("shards", ReplayViews::shards),
          new TableColumn("waits for", ReplayViews::summaryWait),
          TableColumn.of("attempt", "attempt"),
          TableColumn.of("plan", "planHash"),
          TableColumn.time("created", "createdAt"),
          TableColumn.time("started", "startedAt"),
          TableColumn.of("started by", "startedBy"),
          TableColumn.time("ended", "endedAt"),
          new TableColumn("time taken", ReplayViews::timeTaken),
          TableColumn.time("expired", "expiredAt"));

  static final List<TableColumn> LIST =
      list(TableColumn.of("REPLAY", "id"), TableColumn.time("CREATED", "createdAt"));

  /**
   * The columns of {@link #LIST} in a form that needs less room: an id is cut to its beginning,
   * which every command takes in place of the id, and a time has no seconds.
   */
  static final List<TableColumn> NARROW_LIST =
      list(
          new TableColumn("REPLAY", r -> beginning(r.path("id").asText(), ID_BEGINNING)),
          new TableColumn("CREATED", r -> Text.minute(r.path("createdAt"))));

  static final List<TableColumn> SHARDS =
      List.of(
          TableColumn.of("SHARD", "index").key(),
          TableColumn.of("PARTITION", "partition"),
          new TableColumn("RANGE", s -> range(s.path("range"))),
          TableColumn.of("STATE", "state").key(),
          TableColumn.of("NEXT OFFSET", "nextOffset"),
          TableColumn.of("DELIVERED", "counts.delivered"),
          TableColumn.of("HOLES", "counts.holes"),
          TableColumn.of("RATE", "rate.recordsPerSecond"),
          TableColumn.of("SLOWED BY", "rate.cause"),
          TableColumn.of("WORKER", "worker"),
          TableColumn.of("LEASE EPOCH", "leaseEpoch"),
          new TableColumn("WAITS FOR", s -> waitReason(s.path("waitsFor"))),
          TableColumn.time("SINCE", "waitsFor.since"),
          TableColumn.of("ATTEMPT", "waitsFor.attempt"),
          TableColumn.of("LAST ERROR", "waitsFor.error"));

  private ReplayViews() {}

  private static List<TableColumn> list(TableColumn id, TableColumn created) {
    return List.of(
        id.key(),
        TableColumn.of("STATE", "state").key(),
        created.key(),
        TableColumn.of("TARGET", "target"),
        new TableColumn("PROGRESS", ReplayViews::percent),
        TableColumn.of("TOPIC", "topic"),
        TableColumn.of("STARTED BY", "startedBy"),
        TableColumn.of("DELIVERED", "counts.delivered"),
        TableColumn.of("NAME", "name"),
        new TableColumn("WAITS FOR", ReplayViews::summaryWait),
        TableColumn.of("REASON", "reason").wide(),
        TableColumn.time("STARTED", "startedAt").wide(),
        TableColumn.time("ENDED", "endedAt").wide());
  }

  private static String beginning(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private static String range(JsonNode range) {
    return range.path("from").asLong() + ".." + range.path("to").asLong();
  }

  /**
   * Returns {@code accepted} if the operator has accepted that the target may refuse or delete
   * delivered records because of their timestamps; otherwise an empty text.
   */
  static String expiry(JsonNode request) {
    return request.path("acceptExpiry").asBoolean() ? "accepted" : "";
  }

  /**
   * Describes the filter of a replay, such as {@code keys ada, bob; where data.amountCents > 100}.
   * Returns an empty text for a filter that every record passes.
   */
  static String filter(JsonNode filter) {
    var headers =
        StreamSupport.stream(
                ((Iterable<String>) filter.path("headers")::fieldNames).spliterator(), false)
            .map(name -> name + "=" + filter.path("headers").path(name).asText());
    return Stream.of(
            condition("keys", texts(filter.path("keys"))),
            condition("types", texts(filter.path("types"))),
            condition("headers", headers),
            condition("where", Stream.ofNullable(filter.path("where").textValue())))
        .filter(condition -> !condition.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** Describes the transforms of a spec. Returns an empty text if there is none. */
  static String transforms(JsonNode transforms) {
    return StreamSupport.stream(transforms.path("steps").spliterator(), false)
        .map(
            step ->
                Stream.of("do", "field", "how", "to", "value")
                    .map(name -> step.path(name).asText())
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("; "));
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }

  /**
   * Describes a condition of a filter: its name, and at most {@link #SHOWN_VALUES} of its values.
   * Returns an empty text if the condition has no values.
   */
  /** Returns how many records are parked; an empty text if none is. */
  private static String parked(JsonNode replay) {
    long parked = replay.path("counts").path("parked").asLong();
    return parked == 0 ? "" : Long.toString(parked);
  }

  private static String condition(String name, Stream<String> values) {
    var all = values.toList();
    var shown = String.join(", ", all.subList(0, Math.min(SHOWN_VALUES, all.size())));
    int hidden = all.size() - SHOWN_VALUES;
    return all.isEmpty()
        ? ""
        : name + " " + shown + (hidden > 0 ? " and %d more".formatted(hidden) : "");
  }

  /**
   * Returns a note that the replay selected no records, if the replay completed without delivering,
   * parking or skipping a record; an empty text for any other replay.
   */
  static String emptyNote(JsonNode replay) {
    var counts = replay.path("counts");
    return replay.path("state").asText().startsWith("COMPLETED")
            && counts.path("delivered").asLong(-1) == 0
            && counts.path("skipped").asLong() == 0
            && counts.path("parked").asLong() == 0
        ? "note: the replay delivered nothing: its range and filter select no records"
        : "";
  }

  /**
   * Returns the time from the first start of a replay to its end; an empty text while it has not
   * ended.
   */
  private static String timeTaken(JsonNode replay) {
    try {
      var started = replay.path("startedAt");
      var ended = replay.path("endedAt");
      return started.isTextual() && ended.isTextual()
          ? Text.duration(
              Duration.between(Instant.parse(started.asText()), Instant.parse(ended.asText())))
          : "";
    } catch (DateTimeParseException e) {
      return "";
    }
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

  /**
   * Describes the most serious wait of a replay's shards in words, such as {@code 3 shards wait;
   * shard 5 for a worker that can run it since ..., attempt 4: ...}. Returns an empty text if no
   * shard waits.
   */
  static String summaryWait(JsonNode replay) {
    var wait = replay.path("waitsFor");
    if (wait.isMissingNode()) {
      return "";
    }
    int waiting = replay.path("waiting").asInt();
    return "%d %s; shard %d for %s since %s%s"
        .formatted(
            waiting,
            waiting == 1 ? "shard waits" : "shards wait",
            wait.path("shard").asInt(),
            waitReason(wait),
            Text.time(wait.path("since")),
            lastError(wait));
  }

  private static String lastError(JsonNode wait) {
    return wait.path("error").isMissingNode()
        ? ""
        : ", attempt %d: %s".formatted(wait.path("attempt").asInt(), wait.path("error").asText());
  }

  private static String waitReason(JsonNode wait) {
    return switch (wait.path("reason").asText()) {
      case "WORKER" -> "a worker that can run it";
      case "CHECK" -> "the check for a hanging transaction";
      case "RETRY" -> "the next attempt";
      case "STOP" -> "its worker to stop";
      case "RATE_SHARE" -> "a share of the rate limit";
      case "CLAIM" -> "a worker that claims it";
      default -> wait.path("reason").asText();
    };
  }

  static String throttle(JsonNode throttle) {
    var records = throttle.path("recordsPerSecond");
    var bytes = throttle.path("bytesPerSecond");
    var text =
        (records.isNumber() ? Text.count(records.asLong()) + " records/s " : "")
            + (bytes.isNumber() ? Text.bytes(bytes.asLong()) + "/s" : "");
    return text.isEmpty() ? "none" : text.strip();
  }
}
