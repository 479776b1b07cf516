package io.reprise.replay.target.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The type of a record's field, which decides the columns that can hold the field. */
enum FieldType {
  /** A {@link String}. Columns of other types, such as uuid or jsonb, read it as a literal. */
  TEXT("text", Set.of(Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.OTHER, Types.SQLXML)),

  /** An array of bytes. */
  BYTES("bytes", Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY)),

  /** A {@link Long}. */
  INTEGER(
      "an integer",
      Set.of(
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.DECIMAL,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE)),

  /** A {@link Double} or a {@link BigDecimal}. */
  NUMBER("a number", Set.of(Types.NUMERIC, Types.DECIMAL, Types.REAL, Types.FLOAT, Types.DOUBLE)),

  /** A {@link Boolean}. */
  BOOLEAN("true or false", Set.of(Types.BIT, Types.BOOLEAN)),

  /** A {@link LocalDate}. */
  DATE("a date", Set.of(Types.DATE)),

  /** An {@link Instant}. */
  TIME("a time", Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE));

  private final String words;
  private final Set<Integer> sqlTypes;

  FieldType(String words, Set<Integer> sqlTypes) {
    this.words = words;
    this.sqlTypes = sqlTypes;
  }

  /** Returns the type with its article, for error messages. */
  String words() {
    return words;
  }

  /** Returns whether a column of a type of {@link Types} can hold fields of this type. */
  boolean fits(int sqlType) {
    return sqlTypes.contains(sqlType);
  }

  /** Returns the type of a value that was read from the data of an event. */
  static FieldType ofValue(Object value) {
    if (value instanceof Long) {
      return INTEGER;
    }
    if (value instanceof Double || value instanceof BigDecimal) {
      return NUMBER;
    }
    if (value instanceof Boolean) {
      return BOOLEAN;
    }
    if (value instanceof Instant) {
      return TIME;
    }
    if (value instanceof LocalDate) {
      return DATE;
    }
    return value instanceof byte[] ? BYTES : TEXT;
  }

  /**
   * Sets one parameter of a statement to a value that the column can hold. A time must have the
   * type that {@link SqlDialect#time} returns.
   */
  static void bind(PreparedStatement statement, int index, @Nullable Object value, int sqlType)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, sqlType);
    } else if (value instanceof Temporal time) {
      statement.setObject(index, time);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Double number) {
      statement.setDouble(index, number);
    } else if (value instanceof BigDecimal number) {
      statement.setBigDecimal(index, number);
    } else if (value instanceof Boolean truth) {
      statement.setBoolean(index, truth);
    } else if (sqlType == Types.OTHER || sqlType == Types.SQLXML) {
      statement.setObject(index, value, Types.OTHER);
    } else {
      statement.setString(index, value.toString());
    }
  }
}
