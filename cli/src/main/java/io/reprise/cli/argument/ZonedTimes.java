package io.reprise.cli.argument;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Shows times in one time zone. Immutable and thread-safe.
 *
 * @param zone the time zone
 * @param origin the setting from which the time zone was taken, such as {@code --zone}; shown by
 *     {@link #zoneText}
 */
public record ZonedTimes(ZoneId zone, String origin) {
  private static final DateTimeFormatter SECONDS = format("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter MILLIS = format("uuuu-MM-dd HH:mm:ss.SSS");
  private static final DateTimeFormatter MINUTES = format("uuuu-MM-dd HH:mm");
  private static final DateTimeFormatter OFFSET = format("xxx");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /** Returns a time with its offset from UTC, such as {@code 2026-11-29 09:30:00 +01:00}. */
  public String text(Instant time) {
    var zoned = time.atZone(zone);
    var digits = zoned.getNano() < 1_000_000 ? SECONDS : MILLIS;
    return digits.format(zoned) + " " + OFFSET.format(zoned);
  }

  /** Returns a time to the second, without its offset from UTC: {@code 2026-11-29 09:30:00}. */
  public String secondsText(Instant time) {
    return SECONDS.format(time.atZone(zone));
  }

  /**
   * Returns the time zone and the setting from which it was taken, such as {@code Europe/Berlin
   * (the system's)}.
   */
  public String zoneText() {
    return "%s (%s)".formatted(zone, origin);
  }

  /** Returns a date and time to the minute, without a time zone. */
  static String text(LocalDateTime local) {
    return MINUTES.format(local);
  }
}
