package io.reprise.trials.incident;

import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The events of yesterday from 13:30 to 15:30. Those from 14:02 to 14:40 have the price of one item
 * as their total, and {@value #WRONG_CURRENCIES} of them a currency that bookings do not know.
 */
public final class Orders {
  public static final int PARTITIONS = 3;
  public static final int WRONG_CURRENCIES = 37;

  /** An order every two seconds from 13:30 to 15:30. */
  public static final int ALL = 3_600;

  /** The orders from 14:02 to 14:40. */
  public static final int WRONG = 1_140;

  /** The schema of the topic {@code orders}. */
  public static final Schema ORDER =
      SchemaBuilder.record("Order")
          .namespace("shop")
          .fields()
          .requiredString("orderId")
          .requiredLong("items")
          .requiredLong("priceCents")
          .requiredLong("totalCents")
          .requiredString("currency")
          .endRecord();

  private final KafkaProducer<byte[], byte[]> producer;
  private final int schemaId;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  private Orders(KafkaProducer<byte[], byte[]> producer, int schemaId) {
    this.producer = producer;
    this.schemaId = schemaId;
  }

  /**
   * Writes the events to the topic {@code orders}, and to {@code orders-expected} those from 14:02
   * to 14:40 as they should have been.
   */
  public static void write(String bootstrapServers, SchemaRegistry schemas) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers);
    try (var admin = Admin.create(client)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("orders", PARTITIONS, (short) 1),
                  new NewTopic("orders-expected", PARTITIONS, (short) 1),
                  new NewTopic("bookings", PARTITIONS, (short) 1)))
          .all()
          .get();
    }
    int id = schemas.register("orders-value", ORDER);
    schemas.register("orders-expected-value", ORDER);
    // One request at a time keeps the order.
    var settings = new HashMap<>(client);
    settings.put("enable.idempotence", false);
    settings.put("max.in.flight.requests.per.connection", 1);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      new Orders(producer, id).write();
    }
  }

  private void write() throws Exception {
    long start = at(13, 30);
    long from = at(14, 2);
    long to = at(14, 40);
    int wrong = 0;
    for (int i = 0; i < ALL; i++) {
      long time = start + i * 2_000L;
      boolean isWrong = time >= from && time < to;
      boolean isPoison = isWrong && wrong++ % 30 == 0 && wrong / 30 < WRONG_CURRENCIES;
      long items = 2 + i % 5;
      long price = 500 + i % 90;
      var currency = isPoison ? "EURO" : "EUR";
      send("orders", i, time, order(i, items, price, isWrong ? price : items * price, currency));
      if (isWrong) {
        send("orders-expected", i, time, order(i, items, price, items * price, currency));
      }
    }
    for (var each : sent) {
      each.get();
    }
  }

  private static long at(int hour, int minute) {
    return LocalDate.now(ZoneId.systemDefault())
        .minusDays(1)
        .atTime(LocalTime.of(hour, minute))
        .atZone(ZoneId.systemDefault())
        .toInstant()
        .toEpochMilli();
  }

  private static GenericRecord order(int i, long items, long price, long total, String currency) {
    return new GenericRecordBuilder(ORDER)
        .set("orderId", "order-" + i)
        .set("items", items)
        .set("priceCents", price)
        .set("totalCents", total)
        .set("currency", currency)
        .build();
  }

  private void send(String topic, int i, long time, GenericRecord order) throws IOException {
    var out = new ByteArrayOutputStream();
    out.writeBytes(WireFormat.prefix(schemaId));
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(ORDER).write(order, encoder);
    var key = ("user-" + i % 100).getBytes(StandardCharsets.UTF_8);
    var record = new ProducerRecord<>(topic, i % 100 % PARTITIONS, time, key, out.toByteArray());
    header(record, "ce_specversion", "1.0");
    header(record, "ce_id", "order-" + i);
    header(record, "ce_source", "/shop");
    header(record, "ce_type", "order.placed");
    sent.add(producer.send(record));
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
