package io.reprise.ingest.service.limit;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.json.ByteSize;
import io.reprise.runtime.json.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits on one request, and on all requests together. The HTTP server itself limits the length
 * of a body.
 *
 * @param mostEvents the most events in one batch; 1,000 when left out
 * @param eventSize the longest event as sent, attributes included; 512 KiB when left out
 * @param mostAttributes the most attributes of one event; 64 when left out
 * @param attributeLength the longest value of one attribute, in characters; 1,024 when left out
 * @param mostDepth how deep objects and lists may be nested in an event's data; 64 when left out
 * @param mostRequests the most requests that are handled at a time; 128 when left out, well below
 *     the number of the HTTP server's threads
 * @param inFlight the most memory for bodies that are being handled and records that Kafka has not
 *     acknowledged; 32 MiB when left out
 * @param answer how long a request waits for Kafka before its outcome is answered as unknown; 10 s
 *     when left out
 * @param silence how long Kafka may acknowledge nothing, while events wait for acknowledgement,
 *     before new requests are refused; 5 s when left out
 */
public record Limits(
    @ConfigKey(value = "The most events in one batch.", range = "1 to 100000") Integer mostEvents,
    @ConfigKey(value = "The longest event as sent, attributes included.", range = "1B to 256MiB")
        ByteSize eventSize,
    @ConfigKey(value = "The most attributes of one event.", range = "1 to 1000")
        Integer mostAttributes,
    @ConfigKey(
            value = "The longest value of one attribute.",
            unit = "characters",
            range = "1 to 65535")
        Integer attributeLength,
    @ConfigKey(
            value = "How deep objects and lists may be nested in an event's data.",
            range = "1 to 500")
        Integer mostDepth,
    @ConfigKey(
            value =
                "The most requests that are handled at a time; further requests are answered with"
                    + " status 429.",
            range = "1 to 100000")
        Integer mostRequests,
    @ConfigKey(
            value =
                "The most memory for bodies that are being handled and records that Kafka has not"
                    + " acknowledged; further requests are answered with status 429.",
            range = "at least http.maxBody")
        ByteSize inFlight,
    @ConfigKey(
            value = "How long a request waits for Kafka before its outcome is answered as unknown.",
            range = "1ms to 10m")
        Duration answer,
    @ConfigKey(
            value =
                "How long Kafka may acknowledge nothing, while events wait for acknowledgement,"
                    + " before new requests are answered with status 503.",
            range = "1ms to 10m")
        Duration silence) {
  /** The defaults of all limits. */
  public static final Limits DEFAULT =
      new Limits(null, null, null, null, null, null, null, null, null);

  public Limits(
      @Nullable Integer mostEvents,
      @Nullable ByteSize eventSize,
      @Nullable Integer mostAttributes,
      @Nullable Integer attributeLength,
      @Nullable Integer mostDepth,
      @Nullable Integer mostRequests,
      @Nullable ByteSize inFlight,
      @Nullable Duration answer,
      @Nullable Duration silence) {
    this.mostEvents = orDefault("mostEvents", mostEvents, 1_000, 100_000);
    this.eventSize = eventSize == null ? ByteSize.ofKiB(512) : eventSize;
    this.mostAttributes = orDefault("mostAttributes", mostAttributes, 64, 1_000);
    this.attributeLength = orDefault("attributeLength", attributeLength, 1_024, 65_535);
    this.mostDepth = orDefault("mostDepth", mostDepth, 64, 500);
    this.mostRequests = orDefault("mostRequests", mostRequests, 128, 100_000);
    this.inFlight = inFlight == null ? ByteSize.ofMiB(32) : inFlight;
    this.answer = orDefault("answer", answer, Duration.ofSeconds(10));
    this.silence = orDefault("silence", silence, Duration.ofSeconds(5));
    if (this.eventSize.bytes() < 1 || this.eventSize.compareTo(ByteSize.ofMiB(256)) > 0) {
      throw new IllegalArgumentException(
          "limits.eventSize is %s: give a size up to 256MiB".formatted(this.eventSize));
    }
  }

  private static int orDefault(String name, @Nullable Integer value, int otherwise, int most) {
    if (value == null) {
      return otherwise;
    }
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "limits.%s is %d: give a number from 1 to %d".formatted(name, value, most));
    }
    return value;
  }

  private static Duration orDefault(String name, @Nullable Duration value, Duration otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value.toMillis() < 1 || value.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException(
          "limits.%s is %s: give a duration from 1ms to 10m"
              .formatted(name, Durations.text(value)));
    }
    return value;
  }
}
