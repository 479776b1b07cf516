package io.reprise.compactor;

import static org.awaitility.Awaitility.await;

import io.reprise.compactor.audit.AuditConfig;
import io.reprise.compactor.topic.EmitEvery;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.embedded.RunningServers;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.fold.FoldEvent;
import io.reprise.store.fold.KeyFold;
import io.reprise.store.fold.KeyState;
import io.reprise.store.kafka.KafkaEventLog;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.Watermark;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Creates topics, publishes events, and reads logs and snapshots, for a test. */
public final class CompactorFixture implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final RunningServers servers;
  private final Admin admin;
  private final TopicInspector topics;
  private final KafkaEventLog log;
  private final KafkaProducer<byte[], byte[]> producer;

  public CompactorFixture(RunningServers servers) {
    this.servers = servers;
    this.admin = Admin.create(servers.client());
    this.topics = new TopicInspector(admin);
    this.log = new KafkaEventLog(servers.client());
    var settings = new HashMap<>(servers.client());
    settings.put("acks", "all");
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The contents of one partition of a snapshot topic. */
  public record Snapshots(Map<String, KeyState> states, Watermark watermark, long emittedTo) {}

  /** Creates a topic; on return the broker serves all of it. */
  public void create(String topic, int partitions) {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)));
    await().ignoreExceptions().until(() -> topics.inspect(topic).partitions().size() == partitions);
  }

  public static ProducerRecord<byte[], byte[]> event(
      String topic, int partition, String key, String type, String value) {
    var record = new ProducerRecord<byte[], byte[]>(topic, partition, bytes(key), bytes(value));
    if (type != null) {
      record.headers().add("ce_type", bytes(type));
    }
    return record;
  }

  public void publish(List<ProducerRecord<byte[], byte[]>> records) {
    records.forEach(producer::send);
    producer.flush();
  }

  public void publish(String topic, String key, String type, String value) {
    var record = new ProducerRecord<byte[], byte[]>(topic, bytes(key), bytes(value));
    if (type != null) {
      record.headers().add("ce_type", bytes(type));
    }
    publish(List.of(record));
  }

  public PartitionFacts facts(String topic, int partition) {
    return topics.inspect(topic).partitions().get(partition);
  }

  /** Committed records of a partition. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
    var facts = facts(topic, partition);
    var range = new OffsetRange(facts.logStart(), facts.committedEnd());
    var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (LogReader reader = log.read(topic, partition, range)) {
      while (reader.position() < range.to()) {
        all.addAll(reader.read(WAIT).records());
      }
    }
    return all;
  }

  public Snapshots snapshots(SnapshotTopic topic, int partition) {
    var states = new HashMap<String, KeyState>();
    Watermark newest = null;
    long emittedTo = 0;
    for (var record : read(topic.name(), partition)) {
      if (SnapshotCodec.isWatermark(record.key())) {
        newest = SnapshotCodec.watermark(record.value());
        emittedTo = Math.max(emittedTo, newest.emittedTo());
      } else {
        var s = SnapshotCodec.snapshot(record.key(), record.value(), record.headers());
        states.put(text(record.key()), new KeyState(s.state(), s.provenance()));
        emittedTo = Math.max(emittedTo, s.provenance().lastOffset() + 1);
      }
    }
    return new Snapshots(states, newest, emittedTo);
  }

  /** Folds the events of {@code range} into the states. */
  public static void fold(
      Map<String, KeyState> states,
      KeyFold fold,
      List<ConsumerRecord<byte[], byte[]>> events,
      OffsetRange range) {
    for (var event : events) {
      if (event.key() != null && range.contains(event.offset())) {
        states.compute(
            text(event.key()), (key, before) -> fold.fold(before, FoldEvent.of(event)).after());
      }
    }
  }

  /** Whether all committed events are in snapshots. */
  public boolean isSnapshotted(SnapshotTopic topic, int partition) {
    var watermark = snapshots(topic, partition).watermark();
    var events = read(topic.source(), partition);
    long last = events.isEmpty() ? 0 : events.get(events.size() - 1).offset() + 1;
    return watermark != null && watermark.processedTo() == last;
  }

  /** A configuration that emits often and detects dead instances soon. */
  public static CompactorConfig config(
      String bootstrapServers, Path state, String application, Map<String, List<ReducerConfig>> t) {
    return config(bootstrapServers, state, application, t, null, null);
  }

  public static CompactorConfig config(
      String bootstrapServers,
      Path state,
      String application,
      Map<String, List<ReducerConfig>> topics,
      URI registry,
      Path plugins) {
    var http = new HttpConfig("127.0.0.1", 0);
    return config(bootstrapServers, state, application, topics, registry, plugins, http);
  }

  public static CompactorConfig config(
      String bootstrapServers,
      Path state,
      String application,
      Map<String, List<ReducerConfig>> topics,
      URI registry,
      Path plugins,
      HttpConfig http) {
    return new CompactorConfig(
        application,
        new KafkaConfig(
            bootstrapServers, Map.of("session.timeout.ms", "1000", "heartbeat.interval.ms", "300")),
        http,
        null,
        registry,
        state,
        0,
        2,
        plugins,
        application,
        null,
        Duration.ofMillis(100),
        null,
        null,
        topics,
        new AuditConfig(Duration.ofMillis(500), 5));
  }

  public static ReducerConfig reducer(String name, int events, Duration time) {
    return new ReducerConfig(name, null, new EmitEvery(events, time));
  }

  public RunningServers servers() {
    return servers;
  }

  public Admin admin() {
    return admin;
  }

  public static <T> T done(org.apache.kafka.common.KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
    log.close();
    admin.close();
  }
}
