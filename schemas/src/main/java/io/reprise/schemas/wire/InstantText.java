package io.reprise.schemas.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Writes times as ASCII text in ISO 8601, such as {@code 2026-01-31T12:00:00.123Z}. The text is the
 * one that {@link Instant#toString} returns. The formatter of the JDK takes several hundred
 * nanoseconds for each time, which is a noticeable part of publishing an event. Stateless and
 * thread-safe.
 */
final class InstantText {
  private static final int SECONDS_PER_DAY = 86_400;

  /** 0000-01-01T00:00:00Z. Years before and after these limits have a sign or further digits. */
  private static final long FIRST_SECOND = -62_167_219_200L;

  /** 10000-01-01T00:00:00Z, exclusive. */
  private static final long END_SECOND = 253_402_300_800L;

  private static final int LENGTH_OF_SECONDS = "2026-01-31T12:00:00".length();

  private InstantText() {}

  static byte[] ascii(Instant time) {
    long second = time.getEpochSecond();
    if (second < FIRST_SECOND || second >= END_SECOND) {
      return time.toString().getBytes(StandardCharsets.US_ASCII);
    }
    int digits = fractionDigits(time.getNano());
    var text = new byte[LENGTH_OF_SECONDS + (digits == 0 ? 0 : 1 + digits) + 1];
    writeDate(text, LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_PER_DAY)));
    writeTimeOfDay(text, Math.floorMod(second, SECONDS_PER_DAY));
    if (digits > 0) {
      writeFraction(text, time.getNano(), digits);
    }
    text[text.length - 1] = 'Z';
    return text;
  }

  /** Returns the number of digits of the fraction: 0, 3, 6 or 9, as few as possible. */
  private static int fractionDigits(int nanos) {
    if (nanos == 0) {
      return 0;
    }
    if (nanos % 1_000 != 0) {
      return 9;
    }
    return nanos % 1_000_000 == 0 ? 3 : 6;
  }

  private static void writeDate(byte[] text, LocalDate date) {
    writeNumber(text, 0, 4, date.getYear());
    text[4] = '-';
    writeNumber(text, 5, 2, date.getMonthValue());
    text[7] = '-';
    writeNumber(text, 8, 2, date.getDayOfMonth());
    text[10] = 'T';
  }

  private static void writeTimeOfDay(byte[] text, int secondOfDay) {
    writeNumber(text, 11, 2, secondOfDay / 3600);
    text[13] = ':';
    writeNumber(text, 14, 2, secondOfDay / 60 % 60);
    text[16] = ':';
    writeNumber(text, 17, 2, secondOfDay % 60);
  }

  private static void writeFraction(byte[] text, int nanos, int digits) {
    text[LENGTH_OF_SECONDS] = '.';
    int value = digits == 9 ? nanos : digits == 6 ? nanos / 1_000 : nanos / 1_000_000;
    writeNumber(text, LENGTH_OF_SECONDS + 1, digits, value);
  }

  private static void writeNumber(byte[] text, int from, int digits, int value) {
    int rest = value;
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
