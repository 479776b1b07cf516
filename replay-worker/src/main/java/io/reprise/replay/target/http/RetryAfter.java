package io.reprise.replay.target.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}, which is a number of seconds or a date. */
final class RetryAfter {
  /** A service that asks for more gets requests again after this time. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * Returns how long the service asks to wait, at most {@link #LONGEST}; null if it does not ask.
   *
   * @param header the value of the header; null if the answer has none
   * @param now the time from which a date is reckoned
   */
  static @Nullable Duration of(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    var text = header.strip();
    var asked = text.matches("[0-9]+") ? seconds(text) : untilDate(text, now);
    if (asked == null || asked.isNegative()) {
      return null;
    }
    return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
  }

  private static Duration seconds(String digits) {
    return digits.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
  }

  private static @Nullable Duration untilDate(String text, Instant now) {
    try {
      var date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
      return Duration.between(now, date);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
