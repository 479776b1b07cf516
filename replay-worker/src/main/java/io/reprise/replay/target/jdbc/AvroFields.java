package io.reprise.replay.target.jdbc;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;

/**
 * The types and values of Avro fields, as columns hold them. Records, arrays and maps become JSON
 * text. A union is the type of its only branch beside null; several branches become JSON text.
 */
final class AvroFields {
  private AvroFields() {}

  /**
   * Finds the schema of a field.
   *
   * @param path names of fields, from the outer record to the inner one
   * @return empty if the schema has no such field
   */
  static Optional<Schema> find(Schema record, String[] path) {
    var found = record;
    for (var name : path) {
      var parent = withoutNull(found);
      var field = parent.getType() == Schema.Type.RECORD ? parent.getField(name) : null;
      if (field == null) {
        return Optional.empty();
      }
      found = field.schema();
    }
    return Optional.of(found);
  }

  /** Returns the names of a record's fields; empty if the schema is not that of a record. */
  static List<String> names(Schema record) {
    var schema = withoutNull(record);
    return schema.getType() == Schema.Type.RECORD
        ? schema.getFields().stream().map(Schema.Field::name).toList()
        : List.of();
  }

  /** Returns the type of the values of a field. */
  static FieldType type(Schema field) {
    var schema = withoutNull(field);
    var logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case INT, LONG -> {
        if (logical instanceof LogicalTypes.Date) {
          yield FieldType.DATE;
        }
        yield isTime(schema) ? FieldType.TIME : FieldType.INTEGER;
      }
      case FLOAT, DOUBLE -> FieldType.NUMBER;
      case BOOLEAN -> FieldType.BOOLEAN;
      case BYTES, FIXED ->
          logical instanceof LogicalTypes.Decimal ? FieldType.NUMBER : FieldType.BYTES;
      default -> FieldType.TEXT;
    };
  }

  /** Returns the value of a field, of a class that {@link FieldType} names. */
  static Object value(Object value, Schema field) {
    var schema = withoutNull(field);
    return switch (schema.getType()) {
      case INT, LONG -> whole(((Number) value).longValue(), schema);
      // By its text, so that 1.1 stays 1.1.
      case FLOAT -> Double.valueOf(value.toString());
      case DOUBLE, BOOLEAN -> value;
      case STRING, ENUM -> value.toString();
      case BYTES -> bytes((ByteBuffer) value, schema);
      case FIXED -> bytes(ByteBuffer.wrap(((GenericFixed) value).bytes()), schema);
      default -> GenericData.get().toString(value);
    };
  }

  private static Object whole(long value, Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Date) {
      return LocalDate.ofEpochDay(value);
    }
    if (!isTime(schema)) {
      return value;
    }
    return schema.getLogicalType() instanceof LogicalTypes.TimestampMicros
        ? Instant.EPOCH.plus(value, ChronoUnit.MICROS)
        : Instant.ofEpochMilli(value);
  }

  private static boolean isTime(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
        || schema.getLogicalType() instanceof LogicalTypes.TimestampMicros;
  }

  private static Object bytes(ByteBuffer value, Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return new Conversions.DecimalConversion().fromBytes(value, schema, decimal);
    }
    var copy = new byte[value.remaining()];
    value.duplicate().get(copy);
    return copy;
  }

  private static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    var others =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return others.size() == 1 ? others.get(0) : schema;
  }
}
