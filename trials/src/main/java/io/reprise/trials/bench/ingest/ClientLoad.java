package io.reprise.trials.bench.ingest;

import io.reprise.ingest.client.Event;
import io.reprise.ingest.client.EventPublisher;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Publishes events through the Java client from one thread, as fast as possible. */
public final class ClientLoad {
  private static final int USERS = 10_000;
  private static final int WIRE_PREFIX_BYTES = 5;

  /**
   * Size in bytes of two length prefixes of one byte each, for example those of the name and the
   * value of a header.
   */
  private static final int LENGTH_BYTES = 2;

  private ClientLoad() {}

  /**
   * Prints the seconds from the first event to the last acknowledgement.
   *
   * @param arguments bootstrap servers, registry, topic, source of the events, number of events,
   *     bytes of a record (key, value and headers)
   */
  public static void main(String[] arguments) {
    var source = arguments[3];
    int events = Integer.parseInt(arguments[4]);
    var values = values(source, Integer.parseInt(arguments[5]));
    var stored = new AtomicInteger();
    // The measured time begins after the publisher was opened, with the first event. The time that
    // Kafka's producer tool reports, with which this time is compared, also begins after its
    // producer was created.
    long begun;
    try (var publisher =
        EventPublisher.builder()
            .bootstrapServers(arguments[0])
            .schemaRegistry(URI.create(arguments[1]))
            .topic(arguments[2])
            .property("compression.type", "none")
            .open()) {
      begun = System.nanoTime();
      for (int i = 0; i < events; i++) {
        var event = event(source, i, values.get(i % values.size()));
        publisher
            .publish(event)
            .whenComplete(
                (position, failure) -> {
                  if (failure == null) {
                    stored.incrementAndGet();
                  }
                });
      }
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (stored.get() != events) {
      throw new IllegalStateException("only " + stored + " events were stored");
    }
    System.out.println(seconds);
  }

  private static Event event(String source, int number, GenericRecord value) {
    return Event.of("bench.measured", user(number))
        .id(Integer.toString(1_000_000 + number))
        .source(source)
        .time(Instant.now())
        .data(value);
  }

  private static String user(int number) {
    return "user-" + (USERS + number % USERS);
  }

  private static List<GenericRecord> values(String source, int recordBytes) {
    var random = new SplittableRandom(42);
    int text = recordBytes - bytesWithoutText(source);
    var values = new ArrayList<GenericRecord>();
    for (int i = 0; i < USERS; i++) {
      values.add(value(user(i), BenchText.random(random, text)));
    }
    return values;
  }

  private static GenericRecord value(String user, String text) {
    var value = new GenericData.Record(BenchText.SCHEMA);
    value.put("userId", user);
    value.put("body", text);
    return value;
  }

  private static int bytesWithoutText(String source) {
    var event = event(source, 0, value(user(0), ""));
    var bytes = new AtomicInteger(event.userId().length() * 2 + LENGTH_BYTES + WIRE_PREFIX_BYTES);
    event
        .attributes()
        .writeTo((name, value) -> bytes.addAndGet(name.length() + value.length + LENGTH_BYTES));
    return bytes.get() + LENGTH_BYTES;
  }
}
