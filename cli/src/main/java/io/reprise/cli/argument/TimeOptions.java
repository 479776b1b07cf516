package io.reprise.cli.argument;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.output.Output;
import io.reprise.runtime.json.Suggestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The {@code --zone} option of commands that also have options with times, such as {@code
 * --from-time}. The methods read the values of these options.
 *
 * <p>A value such as {@code yesterday 14:02} depends on the time zone and on the day of the call.
 * The method that reads such a value also prints the resolved moment on stderr. The operator can
 * check the moment, and can repeat the command with it.
 */
public final class TimeOptions {
  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "The time zone in which times are read and shown, for example Europe/Berlin or +02:00"
              + " (default: the time zone of this system).")
  private @Nullable String zone;

  private @Nullable ZonedTimes otherZone;
  private @Nullable TimeParser parser;

  /**
   * Returns the moment that the value of an option names; null if the option was not given.
   *
   * @param option the name of the option
   * @param written the value of the option; null if the option was not given
   * @param output receives a line with the moment, if {@code written} could name another moment in
   *     a later call or in another time zone
   */
  public @Nullable Instant time(String option, @Nullable String written, Output output) {
    if (written == null) {
      return null;
    }
    var time = parser().time(option, written);
    if (!TimeParser.isAbsolute(written)) {
      show(option, written, time, output);
    }
    return time;
  }

  /**
   * Returns the moment that is a given duration before {@link #now}.
   *
   * @param option the name of the option
   * @param written the value of the option: a duration above zero, such as {@code 2h}
   * @param output receives a line with the moment
   */
  public Instant ago(String option, String written, Output output) {
    var time = parser().ago(option, written);
    show(option, written, time, output);
    return time;
  }

  private void show(String option, String written, Instant time, Output output) {
    output.say(
        "%s '%s' means %s (%s in %s)"
            .formatted(option, written, time, shown().text(time), shown().zone()));
  }

  /**
   * Returns the moment from which relative times, such as {@code -2h}, are counted. Every call
   * returns the same moment.
   */
  public Instant now() {
    return parser().now();
  }

  private TimeParser parser() {
    if (parser == null) {
      parser = new TimeParser(Instant.now(), shown().zone());
    }
    return parser;
  }

  /**
   * Requires that a range of times does not end before it starts. If a bound is null, the range has
   * no time there and is accepted.
   *
   * @throws CommandFailure with the exit code for a wrong command line if {@code from} is after
   *     {@code to}
   */
  public static void requireOrder(@Nullable Instant from, @Nullable Instant to) {
    if (from != null && to != null && from.isAfter(to)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the start of the range, %s, is after its end, %s: swap them".formatted(from, to));
    }
  }

  /** Returns the formatter of times in the time zone of this command. */
  public ZonedTimes shown() {
    if (zone != null) {
      return new ZonedTimes(zone("--zone", zone), "--zone");
    }
    return otherZone == null ? new ZonedTimes(ZoneId.systemDefault(), "the system's") : otherZone;
  }

  /**
   * Sets the time zone that applies if the option {@code --zone} was not given. Must be called
   * before any time is read.
   *
   * @param written the name of the time zone
   * @param origin where the name was read, for error messages and as the origin of the time zone
   */
  public void zoneUnlessGiven(String written, String origin) {
    otherZone = new ZonedTimes(zone(origin, written), origin);
  }

  private static ZoneId zone(String option, String written) {
    try {
      return ZoneId.of(written.strip());
    } catch (DateTimeException e) {
      var cities = new TreeSet<>(ZoneId.getAvailableZoneIds());
      var similar = Suggestion.among(written, cities);
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s '%s': no time zone has this name%s: write a name like Europe/Berlin, or an offset"
                  .formatted(option, written, similar.startsWith(": known") ? "" : similar)
              + " like +02:00");
    }
  }
}
