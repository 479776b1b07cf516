package io.reprise.ingest.service;

import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.embedded.FreePorts;
import io.reprise.ingest.service.limit.Limits;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What an ingest service needs: a broker, behind a proxy, and a registry. */
final class Backend implements AutoCloseable {
  static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"UserEvent","fields":[
                {"name":"userId","type":"string"},{"name":"action","type":"string"},
                {"name":"amountCents","type":"long","default":0},
                {"name":"occurredAt","type":{"type":"long","logicalType":"timestamp-millis"}}]}""");

  private final StallableProxy proxy;
  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final Admin admin;

  private Backend() {
    int port = FreePorts.next();
    this.proxy = StallableProxy.to(port);
    var settings = new HashMap<>(EmbeddedBroker.ONE_MACHINE);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + proxy.port());
    try {
      var directory = Files.createTempDirectory("reprise-ingest-it-");
      this.broker = EmbeddedBroker.start(directory, port, FreePorts.next(), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.registry = EmbeddedRegistry.startTemporary();
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
  }

  static Backend start() {
    return new Backend();
  }

  String bootstrapServers() {
    return "127.0.0.1:" + proxy.port();
  }

  StallableProxy proxy() {
    return proxy;
  }

  Admin admin() {
    return admin;
  }

  URI registry() {
    return registry.uri();
  }

  /** Creates a topic whose values are {@link #SCHEMA}, and returns the schema's id. */
  int create(String topic, int partitions) {
    IngestFixture.create(admin, topic, partitions);
    try (var client = SchemaRegistry.at(registry.uri())) {
      return client.register(SchemaRegistry.valueSubject(topic), SCHEMA);
    }
  }

  IngestConfig config(String name, Limits limits) {
    return config(name, new HttpConfig("127.0.0.1", 0), null, limits);
  }

  IngestConfig config(String name, HttpConfig http, IngestConfig.Dedupe dedupe, Limits limits) {
    return new IngestConfig(
        name,
        http,
        new IngestConfig.Kafka(bootstrapServers(), null),
        registry.uri(),
        dedupe,
        limits);
  }

  /** All records of a topic, a partition after the other. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic, int partitions) {
    var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var all = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
      var ends = consumer.endOffsets(all);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(java.time.Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  @Override
  public void close() {
    proxy.resume();
    admin.close();
    registry.close();
    broker.close();
    proxy.close();
  }
}
