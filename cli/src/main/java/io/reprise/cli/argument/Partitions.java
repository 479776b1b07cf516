package io.reprise.cli.argument;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.util.HashSet;
import java.util.List;

/** Reads options that name partitions. Stateless and thread-safe. */
public final class Partitions {
  private Partitions() {}

  /**
   * Returns the partitions that the value of an option names.
   *
   * @param option the name of the option, for error messages
   * @param written the value of the option: partition numbers separated by commas, such as {@code
   *     0,3}
   * @throws CommandFailure if the value has another form, or names a partition twice
   */
  public static List<Integer> parse(String option, String written) {
    var numbers = List.of(written.split(",", -1));
    if (!numbers.stream().allMatch(number -> number.strip().matches("\\d{1,9}"))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s '%s': write the numbers of partitions, separated by commas, as in 0,3"
              .formatted(option, written));
    }
    var partitions = numbers.stream().map(number -> Integer.parseInt(number.strip())).toList();
    requireValid(option, partitions);
    return partitions;
  }

  /**
   * Requires that each partition is named once and is not negative.
   *
   * @param option the option that names the partitions, for error messages
   * @throws CommandFailure if a partition is named twice or is negative
   */
  public static void requireValid(String option, List<Integer> partitions) {
    var known = new HashSet<Integer>();
    for (int partition : partitions) {
      if (partition < 0) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s %d: the number of a partition is 0 or more".formatted(option, partition));
      }
      if (!known.add(partition)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s: partition %d is given twice: name each partition once"
                .formatted(option, partition));
      }
    }
  }
}
