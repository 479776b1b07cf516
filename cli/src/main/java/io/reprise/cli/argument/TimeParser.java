package io.reprise.cli.argument;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads times and durations as an operator writes them on a command line. Every form of a time
 * contains a colon, a unit or {@code @}. A bare number contains none of them and is refused,
 * because the number could mean an offset, seconds, milliseconds or a time of day.
 *
 * <p>Relative times, such as {@code -2h}, are counted from the moment that the constructor was
 * given. Immutable and thread-safe. The methods that read a value throw a {@link CommandFailure}
 * with the exit code {@code USAGE} for a text that they do not accept; the message names the
 * option.
 */
public final class TimeParser {
  /** The forms of a time, as help texts list them. */
  public static final String FORMS =
      "14:02 (today), 'yesterday 14:02', '2026-11-29 09:30' or 2026-11-29T09:30 in the time zone of"
          + " --zone; 2026-11-29T08:30:00Z or 2026-11-29T09:30+01:00; -2h, 1h30m or 2d (that long"
          + " before now; a day is 24 hours); @1795944813000 (milliseconds since 1970)";

  private static final String EXAMPLES =
      "write it as 14:02, 'yesterday 14:02', '2026-11-29 09:30', 2026-11-29T08:30:00Z, -2h, 1h30m,"
          + " or @1795944813000 for milliseconds since 1970";

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:[.,]\\d+)?");
  private static final Pattern EPOCH_MILLIS = Pattern.compile("@(\\d{1,18})");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private static final Pattern CALENDAR =
      Pattern.compile(
          "(?:(?<day>today|yesterday)\\s+|(?<date>\\d{4}-\\d{2}-\\d{2})(?:T|\\s+))?"
              + "(?<clock>\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
              + "\\s*(?<offset>Z|[+-]\\d{2}(?::?\\d{2})?)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PARTS =
      Pattern.compile(
          "(?=\\d)(?:(?<d>\\d{1,12})\\s*d\\s*)?(?:(?<h>\\d{1,12})\\s*h\\s*)?"
              + "(?:(?<m>\\d{1,12})\\s*m(?!s)\\s*)?(?:(?<s>\\d{1,12})\\s*s\\s*)?"
              + "(?:(?<ms>\\d{1,15})\\s*ms\\s*)?");

  private final Instant now;
  private final ZoneId zone;

  /**
   * Creates a parser.
   *
   * @param now the moment from which relative times are counted. Its fraction of a millisecond is
   *     dropped, so that an operator can write a resolved time in full and give it to a later
   *     command
   * @param zone the time zone of times that name no time zone
   */
  public TimeParser(Instant now, ZoneId zone) {
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
    this.zone = zone;
  }

  /** Returns the moment from which relative times, such as {@code -2h}, are counted. */
  public Instant now() {
    return now;
  }

  /**
   * Returns whether a time names the same moment in any later call and in any time zone. Such a
   * time has a date and an offset from UTC, or is in milliseconds since 1970.
   */
  public static boolean isAbsolute(String written) {
    var text = written.strip();
    if (instant(text) != null || EPOCH_MILLIS.matcher(text).matches()) {
      return true;
    }
    var form = CALENDAR.matcher(text);
    return form.matches() && form.group("date") != null && form.group("offset") != null;
  }

  /**
   * Returns the moment that a text names.
   *
   * @param option the option that has this value, for error messages
   */
  public Instant time(String option, String written) {
    var text = written.strip();
    if (NUMBER.matcher(text).matches()) {
      throw refused(
          option,
          written,
          "a bare number is not a time: for milliseconds since 1970 write @ before the digits, as"
              + " in @1795944813000; for a time of day write 14:02");
    }
    if (text.startsWith("@")) {
      return epochMillis(option, written, text);
    }
    var instant = instant(text);
    if (instant != null) {
      return instant;
    }
    var calendar = CALENDAR.matcher(text);
    if (calendar.matches()) {
      return calendarTime(option, written, calendar);
    }
    if (DATE.matcher(text).matches() || isDay(text)) {
      throw refused(
          option,
          written,
          "the time of day is missing: write for example '%s 00:00'".formatted(text));
    }
    var elapsed = parts(text.startsWith("-") ? text.substring(1).strip() : text);
    if (elapsed != null) {
      return before(option, written, elapsed);
    }
    throw refused(option, written, "this is not a time: " + EXAMPLES);
  }

  /**
   * Returns the moment that is a given duration before {@link #now}.
   *
   * @param option the option that has this value, for error messages
   * @param written a duration above zero, such as {@code 2h}, {@code 1h30m} or, in ISO-8601, {@code
   *     PT2H}
   */
  public Instant ago(String option, String written) {
    var text = written.strip();
    if (NUMBER.matcher(text).matches()) {
      throw refused(
          option,
          written,
          "a bare number has no unit: write for example %sm or %sh".formatted(text, text));
    }
    var elapsed = duration(text);
    if (elapsed == null) {
      throw refused(
          option, written, "this is not a duration: write it as 500ms, 10s, 15m, 2h, 1h30m or 7d");
    }
    if (elapsed.isZero() || elapsed.isNegative()) {
      throw refused(option, written, "the duration must be above zero: write for example 2h");
    }
    return before(option, written, elapsed);
  }

  private static @Nullable Duration duration(String text) {
    var parts = parts(text);
    if (parts != null) {
      return parts;
    }
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Reads a duration such as {@code 1h30m}; null if the text has another form. */
  private static @Nullable Duration parts(String text) {
    var form = PARTS.matcher(text);
    if (!form.matches()) {
      return null;
    }
    return Duration.ofDays(count(form, "d"))
        .plusHours(count(form, "h"))
        .plusMinutes(count(form, "m"))
        .plusSeconds(count(form, "s"))
        .plusMillis(count(form, "ms"));
  }

  private static long count(Matcher form, String unit) {
    var digits = form.group(unit);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private Instant before(String option, String written, Duration elapsed) {
    try {
      var time = now.minus(elapsed);
      // Kafka's timestamps are 64-bit numbers of milliseconds. The conversion fails for a moment
      // that no such number can name.
      return Instant.ofEpochMilli(time.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw refused(option, written, "no time is that long ago: write a shorter duration");
    }
  }

  private static Instant epochMillis(String option, String written, String text) {
    var form = EPOCH_MILLIS.matcher(text);
    if (!form.matches()) {
      throw refused(
          option,
          written,
          "@ takes milliseconds since 1970, in at most 18 digits, as in @1795944813000");
    }
    return Instant.ofEpochMilli(Long.parseLong(form.group(1)));
  }

  /** Reads a time with date and offset in ISO-8601; null if the text has another form. */
  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private Instant calendarTime(String option, String written, Matcher form) {
    var offset = form.group("offset");
    ZoneId in = offset == null ? zone : offset(option, written, offset);
    var local = LocalDateTime.of(date(option, written, form, in), clock(option, written, form));
    return inZone(option, written, local, in);
  }

  private static ZoneOffset offset(String option, String written, String offset) {
    try {
      return ZoneOffset.of(offset.toUpperCase(Locale.ROOT));
    } catch (DateTimeException e) {
      throw refused(
          option, written, "%s is not an offset from UTC: use -18:00 to +18:00".formatted(offset));
    }
  }

  private LocalDate date(String option, String written, Matcher form, ZoneId in) {
    var date = form.group("date");
    if (date != null) {
      try {
        return LocalDate.parse(date);
      } catch (DateTimeParseException e) {
        throw refused(option, written, "the calendar has no day %s".formatted(date));
      }
    }
    var today = LocalDate.ofInstant(now, in);
    return "yesterday".equalsIgnoreCase(form.group("day")) ? today.minusDays(1) : today;
  }

  private static LocalTime clock(String option, String written, Matcher form) {
    var clock = form.group("clock");
    try {
      return LocalTime.parse(clock.indexOf(':') == 1 ? "0" + clock : clock);
    } catch (DateTimeParseException e) {
      throw refused(
          option, written, "%s is not a time of day: use 00:00 to 23:59".formatted(clock));
    }
  }

  /**
   * Returns the moment at which the clocks of a time zone show a date and time. When the clocks are
   * changed by an hour, they skip some times and show other times twice. Such a time is refused: a
   * guess could shift the range by an hour without notice.
   */
  private static Instant inZone(String option, String written, LocalDateTime local, ZoneId zone) {
    var rules = zone.getRules();
    var offsets = rules.getValidOffsets(local);
    if (offsets.size() == 1) {
      return local.toInstant(offsets.get(0));
    }
    var change = rules.getTransition(local);
    if (offsets.isEmpty()) {
      throw refused(
          option,
          written,
          "the clocks of %s are set forward from %s to %s, so they never show this time: write '%s' or a later time, or a time before the change"
              .formatted(
                  zone,
                  ZonedTimes.text(change.getDateTimeBefore()),
                  ZonedTimes.text(change.getDateTimeAfter()),
                  ZonedTimes.text(change.getDateTimeAfter())));
    }
    throw refused(
        option,
        written,
        "the clocks of %s show this time twice, because they are set back: write %s for the first or %s for the second"
            .formatted(zone, local.atOffset(offsets.get(0)), local.atOffset(offsets.get(1))));
  }

  private static boolean isDay(String text) {
    return text.equalsIgnoreCase("today") || text.equalsIgnoreCase("yesterday");
  }

  private static CommandFailure refused(String option, String written, String reason) {
    return new CommandFailure(ExitCode.USAGE, "%s '%s': %s".formatted(option, written, reason));
  }
}
