package io.reprise.archiver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes seeded records of every unusual kind: in committed and aborted transactions and outside
 * of transactions; without key, value, or both; empty and of nearly a megabyte; with timestamps of
 * 1970 and of now; with headers of unusual names, repeated headers, and headers without a value.
 */
public final class OddRecords implements AutoCloseable {
  private static final byte[] NO_KEY = null;
  private static final int LARGE = 900_000;
  private static final List<String> NAMES = List.of("", "ce_type", "trace", "trace", "名前", "a b\n");

  private final Random random;
  private final String topic;
  private final int partitions;
  private final byte[] noKey;
  private final KafkaProducer<byte[], byte[]> plain;
  private final KafkaProducer<byte[], byte[]> transactional;

  public OddRecords(long seed, Map<String, Object> client, String topic, int partitions) {
    this(new Random(seed), client, topic, partitions, NO_KEY);
  }

  private OddRecords(
      Random random, Map<String, Object> client, String topic, int partitions, byte[] noKey) {
    this.random = random;
    this.noKey = noKey;
    this.topic = topic;
    this.partitions = partitions;
    this.plain = producer(client, Map.of("linger.ms", "5"));
    this.transactional = producer(client, Map.of("transactional.id", "odd-" + topic));
    transactional.initTransactions();
  }

  /** Publishes records with keys only, as compacted topics require. */
  public static OddRecords keyed(
      long seed, Map<String, Object> client, String topic, int partitions) {
    return new OddRecords(new Random(seed), client, topic, partitions, new byte[0]);
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Map<String, Object> client, Map<String, Object> more) {
    var settings = new HashMap<>(client);
    settings.put("compression.type", "lz4");
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Publishes {@code count} records, including aborted ones; returns once all are stored. */
  public void publish(int count) {
    for (int left = count; left > 0; ) {
      int burst = Math.min(left, 1 + random.nextInt(200));
      publishBurst(burst);
      left -= burst;
    }
    plain.flush();
  }

  private void publishBurst(int count) {
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int i = 0; i < count; i++) {
          plain.send(next());
        }
        plain.flush();
      }
      case 1 -> {
        transactional.beginTransaction();
        send(count);
        transactional.flush();
        transactional.abortTransaction();
      }
      default -> {
        transactional.beginTransaction();
        send(count);
        transactional.commitTransaction();
      }
    }
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      transactional.send(next());
    }
  }

  private ProducerRecord<byte[], byte[]> next() {
    return new ProducerRecord<>(
        topic, random.nextInt(partitions), timestamp(), key(), value(), headers());
  }

  private long timestamp() {
    return switch (random.nextInt(20)) {
      case 0 -> 0;
      case 1 -> Instant.now().toEpochMilli() + random.nextInt(1_000_000);
      default -> Instant.now().toEpochMilli() - random.nextInt(1_000_000_000);
    };
  }

  private byte[] key() {
    return switch (random.nextInt(30)) {
      case 0 -> noKey;
      case 1 -> new byte[0];
      case 2 -> bytes(16);
      default -> ("user-" + random.nextInt(300)).getBytes(StandardCharsets.UTF_8);
    };
  }

  private byte[] value() {
    return switch (random.nextInt(30)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> random.nextInt(60) == 0 ? bytes(LARGE) : new byte[3];
      default -> bytes(random.nextInt(400));
    };
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private List<Header> headers() {
    int count = random.nextInt(20) == 0 ? 50 : random.nextInt(4);
    var headers = new ArrayList<Header>();
    for (int i = 0; i < count; i++) {
      var value = random.nextInt(5) == 0 ? null : ("v" + i).getBytes(StandardCharsets.UTF_8);
      headers.add(new RecordHeader(NAMES.get(random.nextInt(NAMES.size())), value));
    }
    return headers;
  }

  @Override
  public void close() {
    plain.close();
    transactional.close();
  }
}
