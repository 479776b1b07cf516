package io.reprise.trials.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes generated events to a topic.
 *
 * @param events the number of events
 * @param users the number of keys
 * @param bytes size of each value in bytes
 * @param randomShare the part of each value that is random text, which hardly compresses; the rest
 *     of the value repeats
 */
public record TopicLoad(int events, int users, int bytes, double randomShare) {
  private static final double ABOUT_A_THIRD_STORED = 0.45;
  private static final int LETTERS_PER_LONG = 12;

  public TopicLoad(int events, int users, int bytes) {
    this(events, users, bytes, 1);
  }

  /**
   * Creates a load of events that can be compressed to about a third of their size, like events of
   * real services.
   */
  public static TopicLoad compressible(int events, int users, int bytes) {
    return new TopicLoad(events, users, bytes, ABOUT_A_THIRD_STORED);
  }

  /**
   * Writes the events with an idempotent producer and acks=all. The same load always writes the
   * same events.
   */
  public void publish(String bootstrapServers, String topic) {
    publish(bootstrapServers, topic, number -> List.of());
  }

  /**
   * Writes the events as {@link #publish(String, String)} does, with headers.
   *
   * @param headers returns the headers of the event with a number, from 0
   */
  public void publish(
      String bootstrapServers, String topic, IntFunction<? extends Iterable<Header>> headers) {
    var random = new SplittableRandom(42);
    var body = new byte[bytes];
    fill(body, bytes, random, 0);
    try (var producer = producer(bootstrapServers)) {
      for (int i = 0; i < events; i++) {
        fill(body, (int) (bytes * randomShare), random, i);
        producer.send(
            new ProducerRecord<>(topic, null, user(i % users), body.clone(), headers.apply(i)));
      }
    }
  }

  /** Returns the total size of all keys and values, in bytes. */
  public long totalBytes() {
    long keys = 0;
    for (int i = 0; i < events; i++) {
      keys += user(i % users).length();
    }
    return keys + (long) events * bytes;
  }

  /** Returns the key of the n-th user, from 0. */
  public static String user(int number) {
    return "user-" + number;
  }

  /**
   * Fills the first {@code length} bytes of a value with characters of five random bits each. Such
   * text hardly compresses and is cheap to generate. Then overwrites the first four bytes with
   * {@code number}.
   */
  private static void fill(byte[] body, int length, SplittableRandom random, int number) {
    long bits = 0;
    for (int i = 0; i < length; i++) {
      if (i % LETTERS_PER_LONG == 0) {
        bits = random.nextLong();
      }
      body[i] = (byte) ('@' + (bits & 31));
      bits >>>= 5;
    }
    for (int i = 0; i < Math.min(body.length, Integer.BYTES); i++) {
      body[i] = (byte) (number >>> (8 * i));
    }
  }

  private static KafkaProducer<String, byte[]> producer(String bootstrapServers) {
    var settings = new HashMap<String, Object>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("acks", "all");
    settings.put("linger.ms", "20");
    settings.put("batch.size", "131072");
    return new KafkaProducer<>(
        Map.copyOf(settings), new StringSerializer(), new ByteArraySerializer());
  }
}
