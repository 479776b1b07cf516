package io.reprise.cli.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.argument.PartitionOffsets;
import io.reprise.cli.argument.TimeOptions;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/**
 * The options that limit the read range of each partition. A time selects the same offsets as in a
 * replay: the range begins at the first record with this timestamp or a later one.
 */
final class WindowOptions {
  private static final String FORMS =
      "give one offset, or partition=offset pairs as in 0=1500,3=20";

  @ArgGroup(exclusive = true)
  private Start start = new Start();

  @ArgGroup(exclusive = true)
  private End end = new End();

  /** The options for the start of the range, inclusive; at most one may be given. */
  static final class Start {
    @Option(
        names = "--from-offset",
        paramLabel = "OFFSET",
        description =
            "Start at this offset, inclusive, in every partition that is read. Or give"
                + " partition=offset pairs, as in 0=1500,3=20, for every partition that is read"
                + " (default: the first offset that is still stored).")
    private @Nullable String offset;

    @Option(
        names = "--from-time",
        paramLabel = "TIME",
        description =
            "Start at the first record with this timestamp or a later one, for example 14:02,"
                + " 'yesterday 14:02', -2h or 2026-11-29T08:30:00Z.")
    private @Nullable String time;

    @Option(
        names = "--last",
        paramLabel = "DURATION",
        description =
            "Start at the first record that is at most this old, for example 2h, 30m or 1h30m.")
    private @Nullable String last;
  }

  /** The options for the end of the range, exclusive; at most one may be given. */
  static final class End {
    @Option(
        names = "--to-offset",
        paramLabel = "OFFSET",
        description =
            "End before this offset in every partition that is read. Or give partition=offset"
                + " pairs, as in 0=2000,3=40, for every partition that is read (default: the end"
                + " of the committed events).")
    private @Nullable String offset;

    @Option(
        names = "--to-time",
        paramLabel = "TIME",
        description =
            "End before the first record with this timestamp or a later one, for example 14:02,"
                + " 'yesterday 14:02' or 2026-11-29T08:30:00Z.")
    private @Nullable String time;
  }

  /**
   * Returns the range of each partition. A partition in which the start is not below the end that a
   * time determined gets an empty range.
   *
   * @param selected returns the partitions to read; called after the times are known to be valid
   * @param output receives a line with each time that was resolved
   */
  List<PartitionWindow> windows(
      WorkerClient worker,
      String topic,
      Supplier<List<Integer>> selected,
      TimeOptions times,
      Output output) {
    var fromTime =
        start.last == null
            ? times.time("--from-time", start.time, output)
            : times.ago("--last", start.last, output);
    var toTime = times.time("--to-time", end.time, output);
    TimeOptions.requireOrder(fromTime, toTime);
    var partitions = selected.get();
    var from = offsets("--from-offset", start.offset, partitions);
    var to = offsets("--to-offset", end.offset, partitions);
    from.putAll(at(worker, topic, fromTime));
    to.putAll(at(worker, topic, toTime));
    boolean byTime = fromTime != null || toTime != null;
    return partitions.stream().map(p -> window(p, from.get(p), to.get(p), byTime)).toList();
  }

  private static PartitionWindow window(
      int partition, @Nullable Long from, @Nullable Long to, boolean byTime) {
    boolean isEmpty = byTime && from != null && to != null && from > to;
    return new PartitionWindow(partition, from, isEmpty ? from : to);
  }

  private static Map<Integer, Long> at(WorkerClient worker, String topic, @Nullable Instant time) {
    var offsets = new HashMap<Integer, Long>();
    if (time != null) {
      for (JsonNode p : worker.offsetsAt(topic, time).path("partitions")) {
        offsets.put(p.path("partition").asInt(), p.path("offset").asLong());
      }
    }
    return offsets;
  }

  private static Map<Integer, Long> offsets(
      String option, @Nullable String written, List<Integer> partitions) {
    var offsets = new HashMap<Integer, Long>();
    if (written == null) {
      return offsets;
    }
    if (written.matches("\\d{1,18}")) {
      partitions.forEach(p -> offsets.put(p, Long.parseLong(written)));
      return offsets;
    }
    var pairs = PartitionOffsets.parse(option, written, FORMS);
    if (!pairs.keySet().equals(new TreeSet<>(partitions))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s %s: give an offset for each partition that is read (%s), or select with --partition"
              .formatted(option, written, partitions));
    }
    offsets.putAll(pairs);
    return offsets;
  }
}
