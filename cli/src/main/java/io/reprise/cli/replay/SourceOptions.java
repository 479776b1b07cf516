package io.reprise.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.argument.Partitions;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.replay.spec.OnMissingOffsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * The options that say which offsets of which topic to replay: the field {@code source} of a spec.
 */
final class SourceOptions {
  @Option(
      names = "--topic",
      paramLabel = "TOPIC[:P,...]",
      description =
          "The source topic, and which of its partitions to replay (default: all partitions).")
  private @Nullable String topic;

  @Option(
      names = "--partitions",
      paramLabel = "P,...",
      description =
          "Replay only these partitions, as in 0,3 (default: all partitions, or those of --topic).")
  private @Nullable String partitions;

  @ArgGroup(exclusive = true)
  private RangeStart start = new RangeStart();

  @ArgGroup(exclusive = true)
  private RangeEnd end = new RangeEnd();

  @Option(
      names = "--on-missing",
      paramLabel = "FAIL|RECORD",
      description =
          "What happens if offsets of the range are no longer stored anywhere: FAIL refuses the"
              + " plan, RECORD lists the offsets as missing in the receipt (default: FAIL).")
  private @Nullable String onMissing;

  /** The options for the start of the range, inclusive; at most one may be given. */
  static final class RangeStart {
    @Option(
        names = "--from-offset",
        paramLabel = "OFFSET",
        description =
            "Start at this offset, inclusive, in every partition. Or give partition=offset pairs, as"
                + " in 0=1500,3=20, for each partition of the topic or of --partitions.")
    private @Nullable String fromOffset;

    @Option(
        names = "--from-time",
        paramLabel = "TIME",
        description =
            "Start at the first record with this timestamp or a later one, for example 14:02,"
                + " 'yesterday 14:02' or 2026-11-29T08:30:00Z.")
    private @Nullable String fromTime;

    @Option(
        names = "--last",
        paramLabel = "DURATION",
        description =
            "Start at the first record that is at most this old, for example 2h, 30m or 1h30m.")
    private @Nullable String last;

    @Option(
        names = "--from-earliest",
        description = "Start at the first offset that is still stored in each partition (default).")
    private boolean earliest;

    /** Returns the name of the option that was given; {@code --from-offset} if none was given. */
    String option() {
      if (last != null) {
        return "--last";
      }
      if (earliest) {
        return "--from-earliest";
      }
      return fromTime == null ? "--from-offset" : "--from-time";
    }

    boolean isGiven() {
      return earliest || fromOffset != null || fromTime != null || last != null;
    }
  }

  /** The options for the end of the range, exclusive; at most one may be given. */
  static final class RangeEnd {
    @Option(
        names = "--to-offset",
        paramLabel = "OFFSET",
        description =
            "End before this offset in every partition. Or give a partition=offset pair for every"
                + " partition that is read: 0=2000,3=40 with --partitions 0,3.")
    private @Nullable String toOffset;

    @Option(
        names = "--to-time",
        paramLabel = "TIME",
        description =
            "End before the first record with this timestamp or a later one, for example 14:02,"
                + " 'yesterday 14:02' or 2026-11-29T08:30:00Z.")
    private @Nullable String toTime;

    @Option(
        names = "--to-latest",
        description =
            "End after the last record of each partition that is committed now (default).")
    private boolean latest;

    /** Returns the name of the option that was given; {@code --to-offset} if none was given. */
    String option() {
      if (latest) {
        return "--to-latest";
      }
      return toTime == null ? "--to-offset" : "--to-time";
    }

    boolean isGiven() {
      return latest || toOffset != null || toTime != null;
    }
  }

  /**
   * Sets the field {@code source} of a spec to the values of the options that were given. Fields of
   * options that were not given keep the values of the spec file.
   *
   * @param bounds converts the start and the end of the range
   * @throws CommandFailure if a value is not valid, or does not fit the selected partitions
   */
  void writeTo(ObjectNode source, BoundOptions bounds) {
    writePartitions(source);
    var from = bounds.from(start.fromOffset, start.fromTime, start.last, start.earliest);
    if (from != null) {
      source.set("from", from);
    }
    var to = bounds.to(end.toOffset, end.toTime, end.latest);
    if (to != null) {
      source.set("to", to);
    }
    var missing = SelectionOptions.oneOf("--on-missing", OnMissingOffsets.values(), onMissing);
    if (missing != null) {
      source.put("onMissingOffsets", missing);
    }
    offsetsByPartition(source).forEach(offsets -> offsets.requireSelection(source));
  }

  /** Returns the fields {@code from} and {@code to} that no option sets. */
  List<String> boundsNotGiven() {
    return Stream.of(start.isGiven() ? "" : "from", end.isGiven() ? "" : "to")
        .filter(bound -> !bound.isEmpty())
        .toList();
  }

  private void writePartitions(ObjectNode source) {
    var given = topic == null ? null : TopicOption.parse(topic);
    if (given != null) {
      given.writeTo(source);
    }
    if (partitions == null) {
      return;
    }
    if (given != null && !given.partitions().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "partitions are given in --topic and in --partitions: use one of them");
    }
    var array = source.putArray("partitions");
    Partitions.parse("--partitions", partitions).forEach(array::add);
  }

  /**
   * Refuses an option that gives offsets for only some partitions of the topic, unless an option or
   * the spec file selects exactly these partitions.
   *
   * @param source the field {@code source} of the spec
   * @param plan the plan of the spec, which says how many partitions the topic has
   */
  void requireAllPartitions(JsonNode source, JsonNode plan) {
    offsetsByPartition(source).forEach(offsets -> offsets.requireAllPartitions(source, plan));
  }

  /**
   * Returns the values of the options that give an offset for each named partition. Offsets that
   * the spec file gives are left out.
   */
  private List<OffsetsByPartition> offsetsByPartition(JsonNode source) {
    return Stream.of(
            new OffsetsByPartition("--from-offset", start.fromOffset, source.path("from")),
            new OffsetsByPartition("--to-offset", end.toOffset, source.path("to")))
        .filter(OffsetsByPartition::isGiven)
        .toList();
  }

  /** Adds to {@code names} the fields of the spec that these options set. Returns {@code names}. */
  OptionNames addTo(OptionNames names) {
    return names
        .add("source.topic", "--topic", topic)
        .add("source.partitions", "--partitions", partitions)
        .add("source.from", start.option(), start.isGiven())
        .add("source.to", end.option(), end.isGiven())
        .add("source.onMissingOffsets", "--on-missing", onMissing);
  }
}
