package io.reprise.cli.argument;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads options that name an offset for each of some partitions. Stateless and thread-safe. */
public final class PartitionOffsets {
  private static final Pattern PAIR = Pattern.compile("(\\d{1,9})=(\\d{1,18})");

  private PartitionOffsets() {}

  /**
   * Reads pairs such as {@code 0=1500,3=20}: the offset of each partition, in order of partitions.
   *
   * @param option the option that has this value, for error messages
   * @param forms what the option accepts, as a clause for the error message, such as {@code give
   *     one offset}
   * @throws CommandFailure if the text has another form, or names a partition twice
   */
  public static SortedMap<Integer, Long> parse(String option, String written, String forms) {
    var offsets = new TreeMap<Integer, Long>();
    for (var pair : written.split(",", -1)) {
      var match = PAIR.matcher(pair.strip());
      if (!match.matches()) {
        throw new CommandFailure(ExitCode.USAGE, "%s %s: %s".formatted(option, written, forms));
      }
      int partition = Integer.parseInt(match.group(1));
      if (offsets.putIfAbsent(partition, Long.parseLong(match.group(2))) != null) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s %s: partition %d is given twice".formatted(option, written, partition));
      }
    }
    return offsets;
  }
}
