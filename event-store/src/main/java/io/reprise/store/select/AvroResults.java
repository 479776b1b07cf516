package io.reprise.store.select;

import dev.cel.common.values.NullValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Converts results of CEL to Avro's generic values: the inverse of {@link AvroValues}. */
final class AvroResults {
  private AvroResults() {}

  /** Returns whether a field of this schema can have the result of an expression. */
  static boolean canHold(Schema schema) {
    return switch (schema.getType()) {
      case STRING, ENUM, BOOLEAN, INT, LONG, FLOAT, DOUBLE -> true;
      case UNION -> {
        var branches = notNull(schema);
        yield branches.size() == 1 && canHold(branches.get(0));
      }
      default -> false;
    };
  }

  private static List<Schema> notNull(Schema union) {
    return union.getTypes().stream().filter(s -> s.getType() != Schema.Type.NULL).toList();
  }

  /**
   * @param schema a schema that {@link #canHold} a result
   * @throws UnfitResultException if the value is not one of the schema
   */
  static @Nullable Object of(Object value, Schema schema) throws UnfitResultException {
    if (value == NullValue.NULL_VALUE) {
      if (schema.isNullable()) {
        return null;
      }
      throw new UnfitResultException("its result is null, and the field cannot be null");
    }
    return switch (schema.getType()) {
      case UNION -> of(value, notNull(schema).get(0));
      case STRING -> is(String.class, value);
      case ENUM -> symbol(is(String.class, value), schema);
      case BOOLEAN -> is(Boolean.class, value);
      case INT -> whole(value, schema);
      case LONG -> time(value, schema);
      case FLOAT -> is(Double.class, value).floatValue();
      case DOUBLE -> is(Double.class, value);
      default -> throw new UnfitResultException("its result does not fit the field");
    };
  }

  private static <T> T is(Class<T> type, Object value) throws UnfitResultException {
    if (!type.isInstance(value)) {
      throw new UnfitResultException(
          "its result is not of type " + type.getSimpleName().toLowerCase(Locale.ROOT));
    }
    return type.cast(value);
  }

  private static Object symbol(String text, Schema schema) throws UnfitResultException {
    if (!schema.getEnumSymbols().contains(text)) {
      throw new UnfitResultException("its result is not a symbol of enum " + schema.getName());
    }
    return new GenericData.EnumSymbol(schema, text);
  }

  private static Object whole(Object value, Schema schema) throws UnfitResultException {
    if (AvroTypes.logicalType(schema).equals("date")) {
      try {
        return Math.toIntExact(LocalDate.parse(is(String.class, value)).toEpochDay());
      } catch (DateTimeParseException | ArithmeticException e) {
        throw new UnfitResultException("its result is not a date such as 2026-01-31");
      }
    }
    long number = is(Long.class, value);
    if (number != (int) number) {
      throw new UnfitResultException("its result does not fit into 32 bits");
    }
    return (int) number;
  }

  private static Object time(Object value, Schema schema) throws UnfitResultException {
    return switch (AvroTypes.logicalType(schema)) {
      case "timestamp-millis" -> is(Instant.class, value).toEpochMilli();
      case "timestamp-micros" -> ChronoUnit.MICROS.between(Instant.EPOCH, is(Instant.class, value));
      default -> is(Long.class, value);
    };
  }
}
