package io.reprise.replay.target.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;

class AvroReaderTest {
  private static final String ORDER =
      """
      {"type": "record", "name": "Order", "namespace": "shop", "fields": [
        {"name": "id", "type": "string"},
        {"name": "note", "type": ["null", "string"]},
        {"name": "count", "type": "int"},
        {"name": "cents", "type": "long"},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "exactAt", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "time", "type": {"type": "int", "logicalType": "time-millis"}},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
        {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 2}},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"]}},
        {"name": "lines", "type": {"type": "array", "items":
          {"type": "record", "name": "Line", "fields": [{"name": "sku", "type": ["null", "string"]}]}}},
        {"name": "tags", "type": {"type": "map", "values": "double"}},
        {"name": "either", "type": ["null", "string", "long", "Line"]},
        {"name": "ok", "type": "boolean"},
        {"name": "ratio", "type": "float"}]}
      """;

  private final Schema schema = new Schema.Parser().parse(ORDER);

  @Test
  void dataAndSchemaAreThoseThatConfluentsConverterGives() throws Exception {
    var read = read(schema, order());
    var struct = (Struct) read.value();
    struct.validate();

    assertThat(read.schema().name()).isEqualTo("shop.Order");
    assertThat(struct.getString("id")).isEqualTo("o-1");
    assertThat(struct.get("note")).isNull();
    assertThat(read.schema().field("note").schema().isOptional()).isTrue();
    assertThat(struct.getInt32("count")).isEqualTo(3);
    assertThat(struct.getInt64("cents")).isEqualTo(1_234L);
    assertThat(struct.get("day")).isEqualTo(new java.util.Date(86_400_000L));
    assertThat(read.schema().field("day").schema().name()).isEqualTo(Date.LOGICAL_NAME);
    assertThat(struct.get("at")).isEqualTo(new java.util.Date(5));
    assertThat(read.schema().field("at").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
    assertThat(struct.getInt64("exactAt")).isEqualTo(5_001L);
    assertThat(struct.get("time")).isEqualTo(new java.util.Date(7));
    assertThat(read.schema().field("time").schema().name()).isEqualTo(Time.LOGICAL_NAME);
    assertThat(struct.get("price")).isEqualTo(new BigDecimal("12.34"));
    assertThat(read.schema().field("price").schema().name()).isEqualTo(Decimal.LOGICAL_NAME);
    assertThat(struct.getBytes("hash")).containsExactly(1, 2);
    assertThat(struct.getString("state")).isEqualTo("PAID");
    assertThat(struct.<Struct>getArray("lines").get(0).getString("sku")).isEqualTo("a");
    assertThat(struct.<String, Double>getMap("tags")).containsEntry("weight", 1.5);
    assertThat(struct.getStruct("either").schema().name()).isEqualTo(ConnectSchemas.UNION);
    assertThat(struct.getStruct("either").getStruct("Line").getString("sku")).isEqualTo("b");
    assertThat(struct.getStruct("either").get("long")).isNull();
    assertThat(struct.getBoolean("ok")).isTrue();
    assertThat(struct.getFloat32("ratio")).isEqualTo(0.5f);
  }

  @Test
  void aTombstoneStaysOne() throws Exception {
    assertThat(new AvroReader(id -> schema).read(null)).isEqualTo(SchemaAndValue.NULL);
  }

  @Test
  void valuesThatCannotBeDecodedAreRefused() throws Exception {
    var reader = new AvroReader(id -> schema);
    assertThatThrownBy(() -> reader.read("text".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage("is not Avro with a schema id");
    assertThatThrownBy(() -> reader.read(WireFormat.frame(9, new byte[] {4, 'a'})))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage("cannot be decoded with schema 9 of its prefix");
  }

  @Test
  void aRecordThatContainsItselfIsRefused() {
    var node =
        new Schema.Parser()
            .parse(
                "{\"type\": \"record\", \"name\": \"Node\", \"fields\": [{\"name\": \"next\","
                    + " \"type\": [\"null\", \"Node\"]}]}");
    var record = new GenericData.Record(node);
    assertThatThrownBy(() -> read(node, record))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining("record Node contains itself");
  }

  private GenericData.Record order() {
    var line = schema.getField("lines").schema().getElementType();
    var first = new GenericData.Record(line);
    first.put("sku", "a");
    var other = new GenericData.Record(line);
    other.put("sku", "b");
    var price = schema.getField("price").schema();
    var order = new GenericData.Record(schema);
    order.put("id", "o-1");
    order.put("count", 3);
    order.put("cents", 1_234L);
    order.put("day", 1);
    order.put("at", 5L);
    order.put("exactAt", 5_001L);
    order.put("time", 7);
    order.put(
        "price",
        new Conversions.DecimalConversion()
            .toBytes(
                new BigDecimal("12.34"), price, (LogicalTypes.Decimal) price.getLogicalType()));
    order.put("hash", new GenericData.Fixed(schema.getField("hash").schema(), new byte[] {1, 2}));
    order.put("state", new GenericData.EnumSymbol(schema.getField("state").schema(), "PAID"));
    order.put("lines", List.of(first));
    order.put("tags", Map.of("weight", 1.5));
    order.put("either", other);
    order.put("ok", true);
    order.put("ratio", 0.5f);
    return order;
  }

  private static SchemaAndValue read(Schema schema, Object data)
      throws IOException, UnfitValueException {
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema).write(data, encoder);
    encoder.flush();
    var value = WireFormat.frame(9, bytes.toByteArray());
    return new AvroReader(id -> schema).read(value);
  }
}
