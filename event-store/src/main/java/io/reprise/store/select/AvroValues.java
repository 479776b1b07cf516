package io.reprise.store.select;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts Avro's generic values to those of CEL, of the types that {@link AvroTypes} declares. CEL
 * knows whole numbers as {@code Long}, other numbers as {@code Double} and null as {@link
 * NullValue}.
 */
final class AvroValues {
  private AvroValues() {}

  static Object of(@Nullable Object value, Schema schema) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    return switch (schema.getType()) {
      case RECORD -> new AvroStruct((IndexedRecord) value);
      case ARRAY -> list((Collection<?>) value, schema.getElementType());
      case MAP -> map((Map<?, ?>) value, schema.getValueType());
      case UNION -> of(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)));
      case INT -> whole((Integer) value, schema);
      case LONG -> whole((Long) value, schema);
      // By its text, so that 1.1 in an expression equals 1.1 in the data.
      case FLOAT -> Double.valueOf(value.toString());
      case DOUBLE, BOOLEAN -> value;
      case BYTES -> bytes((ByteBuffer) value, schema);
      case FIXED -> bytes(ByteBuffer.wrap(((GenericFixed) value).bytes()), schema);
      case NULL -> NullValue.NULL_VALUE;
      case STRING, ENUM -> value.toString();
    };
  }

  private static Object list(Collection<?> values, Schema element) {
    var list = new ArrayList<Object>(values.size());
    values.forEach(value -> list.add(of(value, element)));
    return list;
  }

  private static Object map(Map<?, ?> values, Schema element) {
    var map = new LinkedHashMap<String, Object>();
    values.forEach((key, value) -> map.put(String.valueOf(key), of(value, element)));
    return map;
  }

  private static Object whole(long value, Schema schema) {
    return switch (AvroTypes.logicalType(schema)) {
      case "timestamp-millis" -> Instant.ofEpochMilli(value);
      case "timestamp-micros" -> Instant.EPOCH.plus(value, ChronoUnit.MICROS);
      case "date" -> LocalDate.ofEpochDay(value).toString();
      default -> value;
    };
  }

  private static Object bytes(ByteBuffer value, Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return new Conversions.DecimalConversion().fromBytes(value, schema, decimal).doubleValue();
    }
    var copy = new byte[value.remaining()];
    value.duplicate().get(copy);
    return CelByteString.of(copy);
  }
}
