package io.reprise.replay.park;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a record say about why it was set aside and from where: by Reprise in a
 * parked topic, or by Spring Kafka, Kafka Connect or Kafka Streams in a dead-letter topic.
 *
 * @param writer the program that has set the record aside
 * @param replay id of the replay that parked the record; null if another program set it aside
 * @param topic topic from which the record was read
 * @param partition partition of that topic; -1 if the headers do not name it
 * @param offset offset in that partition; -1 if the headers do not name it
 * @param cause why the record was set aside. For an exception: its class and its first frame
 */
public record DeadLetter(
    Writer writer,
    @Nullable String replay,
    String topic,
    int partition,
    long offset,
    RefusalCause cause) {

  /** The programs whose headers are known. */
  public enum Writer {
    REPRISE,
    /** {@code DeadLetterPublishingRecoverer}, headers {@code kafka_dlt-*}. */
    SPRING_KAFKA,
    /** The dead letter queue of sink connectors, headers {@code __connect.errors.*}. */
    KAFKA_CONNECT,
    /** The dead letter queue of KIP-1034, headers {@code __streams.errors.*}. */
    KAFKA_STREAMS
  }

  private static final String SPRING = "kafka_dlt-";
  private static final String CONNECT = "__connect.errors.";
  private static final String STREAMS = "__streams.errors.";
  private static final String UNKNOWN = "the headers name no cause";

  /**
   * Reads the headers of a record. Empty if no known program has set the record aside. Headers of
   * Reprise count before those of others, which stay on a record that is parked.
   */
  public static Optional<DeadLetter> of(Headers headers) {
    var parked = ParkedMarker.of(headers);
    if (parked.isPresent()) {
      return parked.map(DeadLetter::parked);
    }
    if (headers.lastHeader(SPRING + "original-topic") != null) {
      return Optional.of(spring(headers));
    }
    if (headers.lastHeader(CONNECT + "topic") != null) {
      return Optional.of(
          letter(Writer.KAFKA_CONNECT, headers, CONNECT, CONNECT + "exception.class.name"));
    }
    return headers.lastHeader(STREAMS + "topic") == null
        ? Optional.empty()
        : Optional.of(letter(Writer.KAFKA_STREAMS, headers, STREAMS, STREAMS + "exception"));
  }

  private static DeadLetter parked(ParkedMarker marker) {
    return new DeadLetter(
        Writer.REPRISE,
        marker.replay(),
        marker.topic(),
        marker.partition(),
        marker.offset(),
        new RefusalCause(marker.cause(), marker.fingerprint()));
  }

  /**
   * Reads the headers of Spring Kafka. The exception of a listener is wrapped, so the class of its
   * cause says more.
   */
  private static DeadLetter spring(Headers headers) {
    var cause = text(headers, SPRING + "exception-cause-fqcn");
    var exception = cause == null ? text(headers, SPRING + "exception-fqcn") : cause;
    return new DeadLetter(
        Writer.SPRING_KAFKA,
        null,
        String.valueOf(text(headers, SPRING + "original-topic")),
        (int) number(headers, SPRING + "original-partition", Integer.BYTES),
        number(headers, SPRING + "original-offset", Long.BYTES),
        cause(exception, text(headers, SPRING + "exception-stacktrace")));
  }

  private static DeadLetter letter(
      Writer writer, Headers headers, String prefix, String exceptionHeader) {
    var trace = prefix.equals(CONNECT) ? prefix + "exception.stacktrace" : prefix + "stacktrace";
    return new DeadLetter(
        writer,
        null,
        String.valueOf(text(headers, prefix + "topic")),
        (int) number(headers, prefix + "partition", Integer.BYTES),
        number(headers, prefix + "offset", Long.BYTES),
        cause(text(headers, exceptionHeader), text(headers, trace)));
  }

  private static RefusalCause cause(@Nullable String exception, @Nullable String stackTrace) {
    if (exception == null) {
      return RefusalCause.of(UNKNOWN);
    }
    var frame = stackTrace == null ? null : firstFrame(exception, stackTrace);
    return RefusalCause.of(frame == null ? exception : exception + " " + frame);
  }

  /**
   * Returns the first frame of an exception in a stack trace, such as {@code at a.B.c(B.java:7)};
   * null if the trace has no frame. If the trace does not name the exception, returns its first
   * frame.
   */
  private static @Nullable String firstFrame(String exception, String stackTrace) {
    int named = stackTrace.lastIndexOf(exception);
    for (var line : (Iterable<String>) stackTrace.substring(Math.max(0, named)).lines()::iterator) {
      var frame = line.strip();
      if (frame.startsWith("at ")) {
        return frame;
      }
    }
    return null;
  }

  private static @Nullable String text(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /**
   * Returns the number in a header: digits, as Connect and Streams write them, or a big-endian
   * binary number of {@code size} bytes, as Spring Kafka writes it. A binary number whose bytes are
   * all digits would be above 800 million for a partition and 3 * 10^18 for an offset, so it is
   * none. Returns -1 if the header is missing or has another form.
   */
  private static long number(Headers headers, String name, int size) {
    var header = headers.lastHeader(name);
    var bytes = header == null ? null : header.value();
    if (bytes == null || bytes.length == 0) {
      return -1;
    }
    if (isDigits(bytes) && bytes.length <= 18) {
      return Long.parseLong(new String(bytes, StandardCharsets.US_ASCII));
    }
    if (bytes.length != size) {
      return -1;
    }
    return size == Integer.BYTES
        ? ByteBuffer.wrap(bytes).getInt()
        : ByteBuffer.wrap(bytes).getLong();
  }

  private static boolean isDigits(byte[] bytes) {
    for (byte b : bytes) {
      if (b < '0' || b > '9') {
        return false;
      }
    }
    return true;
  }
}
