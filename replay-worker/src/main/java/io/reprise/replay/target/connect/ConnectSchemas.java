package io.reprise.replay.target.connect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema.Type;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * Translates schemas of Avro into those of Kafka Connect, as Confluent's Avro converter does: a
 * union with null is optional, a union of several branches is a struct with one optional field for
 * each branch, and the logical types date, time-millis, timestamp-millis and decimal are those of
 * Kafka Connect. Times in microseconds stay whole numbers, because Kafka Connect's times have
 * milliseconds. Stateless and thread-safe.
 */
final class ConnectSchemas {
  /** The name that Confluent's Avro converter gives to the struct of a union. */
  static final String UNION = "io.confluent.connect.avro.Union";

  private ConnectSchemas() {}

  /**
   * Returns the schema for a connector.
   *
   * @throws DataException when a record contains itself, which Kafka Connect has no schema for
   */
  static Schema of(org.apache.avro.Schema avro) {
    return of(avro, false, new ArrayDeque<>());
  }

  private static Schema of(org.apache.avro.Schema avro, boolean isOptional, Deque<String> outer) {
    if (avro.getType() == Type.UNION) {
      var branches = branches(avro);
      boolean nullable = isOptional || branches.size() < avro.getTypes().size();
      return branches.size() == 1
          ? of(branches.get(0), nullable, outer)
          : optional(union(branches, outer), nullable).build();
    }
    return optional(builder(avro, outer), isOptional).build();
  }

  private static SchemaBuilder optional(SchemaBuilder builder, boolean isOptional) {
    return isOptional ? builder.optional() : builder;
  }

  /** Returns the types of a union besides null. */
  static List<org.apache.avro.Schema> branches(org.apache.avro.Schema union) {
    return union.getTypes().stream().filter(type -> type.getType() != Type.NULL).toList();
  }

  /** Returns the name of the field that a branch of a union has in its struct. */
  static String branchName(org.apache.avro.Schema branch) {
    return switch (branch.getType()) {
      case RECORD, ENUM, FIXED -> branch.getName();
      default -> branch.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static SchemaBuilder union(List<org.apache.avro.Schema> branches, Deque<String> outer) {
    var struct = SchemaBuilder.struct().name(UNION);
    branches.forEach(branch -> struct.field(branchName(branch), of(branch, true, outer)));
    return struct;
  }

  private static SchemaBuilder builder(org.apache.avro.Schema avro, Deque<String> outer) {
    var logical = avro.getLogicalType();
    return switch (avro.getType()) {
      case RECORD -> struct(avro, outer);
      case ARRAY -> SchemaBuilder.array(of(avro.getElementType(), false, outer));
      case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, of(avro.getValueType(), false, outer));
      case STRING, ENUM -> SchemaBuilder.string();
      case BOOLEAN -> SchemaBuilder.bool();
      case FLOAT -> SchemaBuilder.float32();
      case DOUBLE -> SchemaBuilder.float64();
      case INT ->
          logical instanceof LogicalTypes.Date
              ? Date.builder()
              : logical instanceof LogicalTypes.TimeMillis ? Time.builder() : SchemaBuilder.int32();
      case LONG ->
          logical instanceof LogicalTypes.TimestampMillis
              ? Timestamp.builder()
              : SchemaBuilder.int64();
      case BYTES, FIXED ->
          logical instanceof LogicalTypes.Decimal decimal
              ? Decimal.builder(decimal.getScale())
                  .parameter("connect.decimal.precision", String.valueOf(decimal.getPrecision()))
              : SchemaBuilder.bytes();
      case NULL -> SchemaBuilder.string().optional();
      case UNION -> throw new DataException("a union directly in a union");
    };
  }

  private static SchemaBuilder struct(org.apache.avro.Schema record, Deque<String> outer) {
    if (outer.contains(record.getFullName())) {
      throw new DataException(
          "record %s contains itself, which Kafka Connect has no schema for"
              .formatted(record.getFullName()));
    }
    outer.push(record.getFullName());
    var struct = SchemaBuilder.struct().name(record.getFullName());
    record
        .getFields()
        .forEach(field -> struct.field(field.name(), of(field.schema(), false, outer)));
    outer.pop();
    return struct;
  }
}
