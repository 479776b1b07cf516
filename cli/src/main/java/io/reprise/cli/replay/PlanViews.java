package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.ZonedTimes;
import io.reprise.cli.output.TableColumn;
import io.reprise.cli.output.Text;
import io.reprise.replay.plan.Plan;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The columns in which tables show plans.
 *
 * @param times formats the times of a plan
 */
record PlanViews(ZonedTimes times) {

  /**
   * Returns the columns of a plan: what the replay selects, how it delivers, how much it reads and
   * how long it takes.
   */
  List<TableColumn> plan() {
    return List.of(
        TableColumn.of("plan", "hash"),
        TableColumn.of("topic", "spec.source.topic"),
        new TableColumn("from", p -> bound(p.at("/spec/source/from"))),
        new TableColumn("to", p -> bound(p.at("/spec/source/to"))),
        new TableColumn("time zone", p -> times.zoneText()),
        new TableColumn("filter", p -> ReplayViews.filter(p.at("/spec/filter"))),
        new TableColumn("transforms", p -> ReplayViews.transforms(p.at("/spec/transforms"))),
        TableColumn.of("target", "spec.target"),
        new TableColumn("new topic", p -> newTopic(p.path("createsTopic"))),
        TableColumn.of("ordering", "spec.ordering"),
        new TableColumn("timestamps", p -> p.at("/spec/timestamps").asText("ORIGINAL")),
        new TableColumn("expiry", p -> ReplayViews.expiry(p.path("spec"))),
        new TableColumn("throttle", p -> ReplayViews.throttle(p.at("/spec/throttle"))),
        new TableColumn("adaptive", p -> AdaptiveViews.request(p.at("/spec/adaptive"))),
        TableColumn.of("offsets", "records"),
        new TableColumn("stored bytes", p -> "about " + Text.bytes(p.path("bytes").asLong())),
        new TableColumn("from the archive", p -> archive(p.path("archive"))),
        new TableColumn("reads", p -> reads(p.path("reads"))),
        new TableColumn("shards", p -> Integer.toString(p.path("shards").size())),
        TableColumn.of("reads per offset", "readAmplification"),
        new TableColumn("expected time", p -> Text.seconds(p.path("expectedSeconds").asLong())));
  }

  /** Returns the columns of the partitions of a plan. */
  List<TableColumn> partitions() {
    return partitions(times::text);
  }

  /** Returns the columns of {@link #partitions}, with times that need less room. */
  List<TableColumn> narrowPartitions() {
    return partitions(times::secondsText);
  }

  private static List<TableColumn> partitions(Function<Instant, String> time) {
    return List.of(
        TableColumn.of("PARTITION", "partition").key(),
        TableColumn.of("FROM", "range.from"),
        TableColumn.of("TO", "range.to"),
        new TableColumn("FIRST RECORD", p -> time(p.path("firstRecordAt"), time)).key(),
        new TableColumn("LAST RECORD", p -> time(p.path("lastRecordAt"), time)).key(),
        new TableColumn("OFFSETS", p -> Text.count(span(p.path("range")))),
        TableColumn.of("HOLES", "missing"),
        new TableColumn("BYTES", p -> Text.bytes(p.path("estimatedBytes").asLong())));
  }

  /**
   * Returns the notes of a plan that name a probable mistake. A command that starts the plan
   * without showing it must show these.
   */
  static List<String> warnings(JsonNode plan) {
    return StreamSupport.stream(plan.path("notes").spliterator(), false)
        .map(JsonNode::asText)
        .filter(note -> note.startsWith(Plan.WARNING))
        .toList();
  }

  /**
   * Describes the start or the end of the replayed range: as offsets, as a time, or as {@code
   * earliest} or {@code latest}.
   */
  private String bound(JsonNode bound) {
    if (bound.isObject()) {
      return StreamSupport.stream(((Iterable<String>) bound::fieldNames).spliterator(), false)
          .map(partition -> partition + "=" + bound.path(partition).asText())
          .collect(Collectors.joining(", ", "offsets ", ""));
    }
    if (bound.isNumber()) {
      return "offset %s in each partition".formatted(bound.asText());
    }
    var time = instant(bound);
    return time == null ? bound.asText() : "%s (%s)".formatted(times.text(time), time);
  }

  private static String time(JsonNode value, Function<Instant, String> text) {
    var time = instant(value);
    return time == null ? "" : text.apply(time.truncatedTo(ChronoUnit.SECONDS));
  }

  private static @Nullable Instant instant(JsonNode value) {
    try {
      return value.isTextual() ? Instant.parse(value.asText()) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static long span(JsonNode range) {
    return range.path("to").asLong() - range.path("from").asLong();
  }

  /** Describes the topic that the start creates. Returns an empty text if it creates none. */
  private static String newTopic(JsonNode topic) {
    return topic.isMissingNode()
        ? ""
        : "%s, with %s partitions, is created at the start"
            .formatted(topic.path("name").asText(), Text.count(topic.path("partitions").asLong()));
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

  /**
   * Describes how much a replay with this plan reads from each tier. Returns an empty text for the
   * plan of a worker of an earlier version, which lacks these figures.
   */
  private static String reads(JsonNode reads) {
    if (reads.isMissingNode()) {
      return "";
    }
    var hot = "about %s from Kafka".formatted(Text.bytes(reads.path("hotBytes").asLong()));
    long gets = reads.path("objectGets").asLong();
    return gets == 0
        ? hot + ", nothing from the object store"
        : "%s, %s from the object store in about %s GET requests"
            .formatted(hot, Text.bytes(reads.path("coldBytes").asLong()), Text.count(gets));
  }
}
