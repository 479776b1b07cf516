package io.reprise.trials.bench.target;

import io.reprise.local.stack.Stack;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Events with the attributes of CloudEvents in headers and Avro data, of about {@value
 * TargetsBench#EVENT_BYTES} bytes.
 *
 * @param count how many are written
 */
record AvroEvents(int count) {
  private static final int USERS = 10_000;
  private static final Schema SCHEMA =
      SchemaBuilder.record("Measured")
          .namespace("io.reprise.bench")
          .fields()
          .requiredString("userId")
          .requiredLong("amountCents")
          .requiredString("body")
          .endRecord();

  private static final List<Header> HEADERS =
      List.of(header("ce_type", "bench.measured"), header("ce_source", "/reprise/bench"));

  void publish(Stack stack, String topic) {
    int schema;
    try (var registry = SchemaRegistry.at(stack.registry())) {
      schema = registry.register(SchemaRegistry.valueSubject(topic), SCHEMA);
    }
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", stack.bootstrapServers(),
            "acks", "all",
            "linger.ms", "20",
            "batch.size", "131072");
    var random = new SplittableRandom(42);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        var user = "user-" + i % USERS;
        var value = WireFormat.frame(schema, avro(user, i, random));
        producer.send(new ProducerRecord<>(topic, null, user, value, HEADERS));
      }
    }
  }

  private static byte[] avro(String user, int number, SplittableRandom random) {
    var event = new GenericData.Record(SCHEMA);
    event.put("userId", user);
    event.put("amountCents", (long) number);
    event.put("body", letters(random));
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(SCHEMA).write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String letters(SplittableRandom random) {
    var letters = new byte[TargetsBench.EVENT_BYTES - 100];
    random.nextBytes(letters);
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (byte) ('a' + (letters[i] & 15));
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
