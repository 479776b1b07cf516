package io.reprise.rehydrate;

import static org.awaitility.Awaitility.await;

import io.reprise.embedded.RunningServers;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.rehydrate.run.EndVector;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.ReducerProvider;
import io.reprise.store.kafka.KafkaEventLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A topic of many users' events, with tombstones, events that cannot be folded, events without a
 * key and aborted ones; and its fold, to compare models with.
 */
public final class SeededTopic implements AutoCloseable {
  public static final int PARTITIONS = 3;

  private final String topic;
  private final Map<String, Object> client;
  private final Admin admin;
  private final KafkaEventLog log;

  public SeededTopic(String topic, Map<String, Object> client) {
    this.topic = topic;
    this.client = client;
    this.admin = Admin.create(client);
    this.log = new KafkaEventLog(client);
  }

  public static SeededTopic create(String topic, RunningServers servers) {
    var created = new SeededTopic(topic, servers.client());
    KafkaAnswer.of(
        created.admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all());
    await().ignoreExceptions().until(() -> created.facts().partitions().size() == PARTITIONS);
    return created;
  }

  public String name() {
    return topic;
  }

  public EventLog log() {
    return log;
  }

  public Admin admin() {
    return admin;
  }

  public TopicFacts facts() {
    return new TopicInspector(admin).inspect(topic);
  }

  /**
   * Publishes in transactions, some of which are aborted. Returns when every transaction marker is
   * written.
   */
  public void publish(long seed, int events, int users) {
    var random = new Random(seed);
    var settings = new TreeMap<>(client);
    settings.put("transactional.id", topic + seed);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      for (int sent = 0; sent < events; ) {
        producer.beginTransaction();
        int size = Math.min(events - sent, 50 + random.nextInt(400));
        for (int i = 0; i < size; i++) {
          producer.send(event(random, users));
        }
        producer.flush();
        if (random.nextInt(10) == 0) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
        sent += size;
      }
    }
    await()
        .until(
            () ->
                facts().partitions().stream().allMatch(p -> p.committedEnd() == p.highWatermark()));
  }

  private ProducerRecord<String, String> event(Random random, int users) {
    int kind = random.nextInt(1000);
    var key = kind < 5 ? null : "üser-" + random.nextInt(users);
    var value =
        kind < 60 && kind >= 5
            ? null
            : (kind < 100 ? "!" : "")
                + "event "
                + random.nextInt()
                + "x".repeat(random.nextInt(90));
    return new ProducerRecord<>(topic, key, value);
  }

  public List<ConsumerRecord<byte[], byte[]>> records(int partition, long end) {
    var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var reader = log.read(topic, partition, new OffsetRange(0, end))) {
      while (reader.position() < end) {
        all.addAll(reader.read(Duration.ofMillis(200)).records());
      }
    }
    return all;
  }

  public Map<Integer, Long> latest() {
    return EndVector.latest(facts());
  }

  /** The fold of the full log up to an end vector, by key. */
  public Map<String, KeyState> fold(ReducerProvider reducer, Map<Integer, Long> ends) {
    var states = new TreeMap<String, KeyState>();
    ends.forEach((partition, end) -> states.putAll(fold(reducer, records(partition, end))));
    return states;
  }

  static Map<String, KeyState> fold(
      ReducerProvider reducer, List<ConsumerRecord<byte[], byte[]>> records) {
    var fold =
        new KeyFold(
            reducer.create(
                id -> {
                  throw new AssertionError("no schemas here");
                }));
    var states = new TreeMap<String, KeyState>();
    for (var record : records) {
      if (record.key() == null) {
        continue;
      }
      var key = new String(record.key(), StandardCharsets.UTF_8);
      var after = fold.fold(states.get(key), FoldEvent.of(record)).after();
      if (after.state() == null) {
        states.remove(key);
      } else {
        states.put(key, after);
      }
    }
    return states;
  }

  @Override
  public void close() {
    log.close();
    admin.close();
  }
}
