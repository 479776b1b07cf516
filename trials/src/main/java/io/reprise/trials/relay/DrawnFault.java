package io.reprise.trials.relay;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The fault that was chosen at random for one request.
 *
 * @param fault the kind of fault; null if nothing happens to the request
 * @param delay how long the relay waits before it forwards the request
 * @param cutAfterBytes the relay breaks the connection after this many bytes of the response
 * @param refusal the response to a refused request; empty if the request is not refused
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

  /** Returns an error response in S3's format, of a kind that S3 clients retry. */
  private static String refusal(boolean slowDown) {
    var status = slowDown ? "503 Slow Down" : "500 Internal Server Error";
    var code = slowDown ? "SlowDown" : "InternalError";
    var body = "<Error><Code>%s</Code><Message>injected fault</Message></Error>".formatted(code);
    return "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }
}
