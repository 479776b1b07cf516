package io.reprise.cli.argument;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the values of options that give one offset for each named partition, such as {@code
 * 0=1500,3=20}. Stateless and thread-safe.
 */
public final class PartitionOffsets {
  private static final Pattern PAIR = Pattern.compile("(\\d{1,9})=(\\d{1,18})");

  private PartitionOffsets() {}

  /**
   * Returns the offset of each partition that an option names, in the order of the partition
   * numbers.
   *
   * @param option the name of the option, for error messages
   * @param written the value of the option: pairs of a partition and an offset, such as {@code
   *     0=1500,3=20}
   * @param forms the forms that the option accepts, as a clause for the error message, such as
   *     {@code give one offset}
   * @throws CommandFailure if the value has another form, or names a partition twice
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
