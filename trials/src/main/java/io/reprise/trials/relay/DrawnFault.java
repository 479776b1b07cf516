package io.reprise.trials.relay;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What one request has drawn.
 *
 * @param fault null to go unharmed
 * @param delay before it is passed on
 * @param cutAfterBytes of the answer, if that is so long
 * @param refusal the answer, if it is refused
 */
record DrawnFault(@Nullable RelayFault fault, Duration delay, long cutAfterBytes, String refusal) {
  static final DrawnFault UNHARMED = new DrawnFault(null, Duration.ZERO, Long.MAX_VALUE, "");

  private static final int LEAST_DELAY_MILLIS = 100;
  private static final int DELAY_SPREAD_MILLIS = 1_400;
  private static final int MOST_BYTES_BEFORE_CUT = 64 << 10;

  static DrawnFault of(RelayFault fault, Random random) {
    return switch (fault) {
      case REFUSED -> new DrawnFault(fault, Duration.ZERO, 0, refusal(random.nextBoolean()));
      case SLOWED ->
          new DrawnFault(
              fault,
              Duration.ofMillis(LEAST_DELAY_MILLIS + random.nextInt(DELAY_SPREAD_MILLIS)),
              Long.MAX_VALUE,
              "");
      case CUT ->
          new DrawnFault(
              fault,
              Duration.ZERO,
              random.nextBoolean() ? 0 : random.nextInt(MOST_BYTES_BEFORE_CUT),
              "");
    };
  }

  /** In S3's words, and of the kind that its clients retry. */
  private static String refusal(boolean slowDown) {
    var status = slowDown ? "503 Slow Down" : "500 Internal Server Error";
    var code = slowDown ? "SlowDown" : "InternalError";
    var body =
        "<Error><Code>%s</Code><Message>a fault on purpose</Message></Error>".formatted(code);
    return "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }
}
