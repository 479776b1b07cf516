package io.reprise.replay.target.connect;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Translates data that was read from Avro into that of Kafka Connect, by the schemas that {@link
 * ConnectSchemas} gives. Stateless and thread-safe.
 */
final class ConnectData {
  private static final Conversions.DecimalConversion DECIMALS = new Conversions.DecimalConversion();

  private ConnectData() {}

  /**
   * Returns the value for a connector.
   *
   * @param avro the schema that the value was read with
   * @param schema the same schema for the connector
   */
  static @Nullable Object value(
      @Nullable Object value, org.apache.avro.Schema avro, Schema schema) {
    if (value == null) {
      return null;
    }
    return switch (avro.getType()) {
      case UNION -> branch(value, avro, schema);
      case RECORD -> struct((IndexedRecord) value, schema);
      case ARRAY -> list((Collection<?>) value, avro, schema);
      case MAP -> map((Map<?, ?>) value, avro, schema);
      case STRING, ENUM -> value.toString();
      case INT -> whole((Integer) value, avro);
      case LONG ->
          avro.getLogicalType() instanceof LogicalTypes.TimestampMillis
              ? new java.util.Date((Long) value)
              : value;
      case BYTES -> bytes((ByteBuffer) value, avro);
      case FIXED -> bytes(ByteBuffer.wrap(((GenericFixed) value).bytes()), avro);
      case FLOAT, DOUBLE, BOOLEAN, NULL -> value;
    };
  }

  private static @Nullable Object branch(
      Object value, org.apache.avro.Schema union, Schema schema) {
    var branches = ConnectSchemas.branches(union);
    if (branches.size() == 1) {
      return value(value, branches.get(0), schema);
    }
    var chosen = union.getTypes().get(GenericData.get().resolveUnion(union, value));
    var name = ConnectSchemas.branchName(chosen);
    return new Struct(schema).put(name, value(value, chosen, field(schema, name)));
  }

  private static Struct struct(IndexedRecord record, Schema schema) {
    var struct = new Struct(schema);
    for (var field : record.getSchema().getFields()) {
      var value = record.get(field.pos());
      struct.put(field.name(), value(value, field.schema(), field(schema, field.name())));
    }
    return struct;
  }

  private static Schema field(Schema struct, String name) {
    var field = struct.field(name);
    if (field == null) {
      throw new DataException("field '" + name + "' is missing in " + struct.name());
    }
    return field.schema();
  }

  private static List<@Nullable Object> list(
      Collection<?> values, org.apache.avro.Schema avro, Schema schema) {
    var list = new java.util.ArrayList<@Nullable Object>(values.size());
    for (var value : values) {
      list.add(value(value, avro.getElementType(), schema.valueSchema()));
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(
      Map<?, ?> values, org.apache.avro.Schema avro, Schema schema) {
    var map = new HashMap<String, @Nullable Object>();
    values.forEach(
        (key, value) ->
            map.put(key.toString(), value(value, avro.getValueType(), schema.valueSchema())));
    return map;
  }

  private static Object whole(int value, org.apache.avro.Schema avro) {
    if (avro.getLogicalType() instanceof LogicalTypes.Date) {
      return new java.util.Date(TimeUnit.DAYS.toMillis(value));
    }
    return avro.getLogicalType() instanceof LogicalTypes.TimeMillis
        ? new java.util.Date(value)
        : (Object) value;
  }

  private static Object bytes(ByteBuffer value, org.apache.avro.Schema avro) {
    if (avro.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return DECIMALS.fromBytes(value, avro, decimal);
    }
    var copy = new byte[value.remaining()];
    value.duplicate().get(copy);
    return copy;
  }
}
