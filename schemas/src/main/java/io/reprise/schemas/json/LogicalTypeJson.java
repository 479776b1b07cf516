package io.reprise.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of Avro's logical types, such as timestamps. Every logical type is based on
 * another Avro type, such as {@code long}. This class converts only the logical types whose values
 * have a form of their own in plain JSON.
 */
enum LogicalTypeJson {
  TIMESTAMP_MILLIS {
    @Override
    JsonNode toPlain(JsonNode value, Schema schema) {
      return value.isTextual() ? LongNode.valueOf(instant(value).toEpochMilli()) : value;
    }

    @Override
    JsonNode fromPlain(Object value, Schema schema) {
      return TextNode.valueOf(Instant.ofEpochMilli((Long) value).toString());
    }
  },
  TIMESTAMP_MICROS {
    @Override
    JsonNode toPlain(JsonNode value, Schema schema) {
      return value.isTextual()
          ? LongNode.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, instant(value)))
          : value;
    }

    @Override
    JsonNode fromPlain(Object value, Schema schema) {
      return TextNode.valueOf(Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString());
    }
  },
  DATE {
    @Override
    JsonNode toPlain(JsonNode value, Schema schema) {
      if (!value.isTextual()) {
        return value;
      }
      try {
        return IntNode.valueOf(Math.toIntExact(LocalDate.parse(value.asText()).toEpochDay()));
      } catch (DateTimeException | ArithmeticException e) {
        throw new IllegalArgumentException("a date such as 2026-01-31", e);
      }
    }

    @Override
    JsonNode fromPlain(Object value, Schema schema) {
      return TextNode.valueOf(LocalDate.ofEpochDay((Integer) value).toString());
    }
  },
  UUID_TEXT {
    @Override
    JsonNode toPlain(JsonNode value, Schema schema) {
      try {
        if (value.isTextual() && UUID.fromString(value.asText()).toString().length() == 36) {
          return value;
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("a UUID", e);
      }
      throw new IllegalArgumentException("a UUID");
    }

    @Override
    JsonNode fromPlain(Object value, Schema schema) {
      return TextNode.valueOf(value.toString());
    }
  },
  DECIMAL {
    @Override
    JsonNode toPlain(JsonNode value, Schema schema) {
      var type = (LogicalTypes.Decimal) schema.getLogicalType();
      try {
        var number =
            (value.isTextual() ? new BigDecimal(value.asText()) : value.decimalValue())
                .setScale(type.getScale());
        if ((value.isTextual() || value.isNumber()) && number.precision() <= type.getPrecision()) {
          return BinaryNode.valueOf(bytes(number, schema, type));
        }
      } catch (ArithmeticException | NumberFormatException e) {
        throw wrongDecimal(type, e);
      }
      throw wrongDecimal(type, null);
    }

    @Override
    JsonNode fromPlain(Object value, Schema schema) {
      return DecimalNode.valueOf(
          new Conversions.DecimalConversion()
              .fromBytes((ByteBuffer) value, schema, schema.getLogicalType()));
    }

    private byte[] bytes(BigDecimal number, Schema schema, LogicalTypes.Decimal type) {
      var buffer = new Conversions.DecimalConversion().toBytes(number, schema, type);
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    }
  };

  private static IllegalArgumentException wrongDecimal(
      LogicalTypes.Decimal type, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "a decimal of at most %d digits, %d of them behind the point"
            .formatted(type.getPrecision(), type.getScale()),
        cause);
  }

  /**
   * Returns the converter for the logical type of a schema. Returns null if no conversion is
   * needed: the schema has no logical type, or plain JSON shows its values in the same way as
   * without the logical type.
   */
  static @Nullable LogicalTypeJson of(Schema schema) {
    var type = schema.getLogicalType();
    if (type == null) {
      return null;
    }
    return switch (type.getName()) {
      case "timestamp-millis" -> TIMESTAMP_MILLIS;
      case "timestamp-micros" -> TIMESTAMP_MICROS;
      case "date" -> DATE;
      case "uuid" -> schema.getType() == Schema.Type.STRING ? UUID_TEXT : null;
      case "decimal" -> schema.getType() == Schema.Type.BYTES ? DECIMAL : null;
      default -> null;
    };
  }

  /**
   * Converts a value from plain JSON to the JSON form of the Avro type on which the logical type is
   * based.
   *
   * @throws IllegalArgumentException if the value does not have the form that the logical type
   *     requires; the message names the accepted form
   */
  abstract JsonNode toPlain(JsonNode value, Schema schema);

  /**
   * Converts a value to plain JSON. The value has the Avro type on which the logical type is based.
   */
  abstract JsonNode fromPlain(Object value, Schema schema);

  private static Instant instant(JsonNode value) {
    try {
      return Instant.parse(value.asText());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "a time such as 2026-01-31T12:00:00Z, or its number since 1970", e);
    }
  }
}
