package io.reprise.replay.target.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table and the field that fills it.
 *
 * @param name name of the column
 * @param sqlType the column's type, of {@link java.sql.Types}
 * @param typeName the database's name of that type
 * @param field the field that fills the column
 * @param type the type in which the field is read, unless it is one of the data
 * @param path the names that lead to a field of the data; empty for any other field
 * @param dialect the dialect of the database
 */
record FilledColumn(
    String name,
    int sqlType,
    String typeName,
    RecordField field,
    FieldType type,
    String[] path,
    SqlDialect dialect) {

  /**
   * Reads the column's value from a record.
   *
   * @throws UnfitFieldException when the column cannot hold the field of this record
   */
  @Nullable Object of(ConsumerRecord<byte[], byte[]> record, EventData data)
      throws UnfitFieldException {
    if (path.length == 0) {
      return field.of(record, type);
    }
    var value = data.field(record, path);
    if (value == null) {
      return null;
    }
    var found = FieldType.ofValue(value);
    if (!holds(found)) {
      throw new UnfitFieldException(unfit(found));
    }
    return found.fits(sqlType) ? value : value.toString();
  }

  /**
   * Returns whether the column can hold a field of a type. A column of text holds all but bytes.
   */
  boolean holds(FieldType found) {
    return found.fits(sqlType) || found != FieldType.BYTES && FieldType.TEXT.fits(sqlType);
  }

  /** Returns the words for a field of the data that the column cannot hold. */
  String unfit(FieldType found) {
    return "%s is %s, and column '%s' has the type %s, which cannot hold it"
        .formatted(field.name(), found.words(), name, typeName);
  }

  void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
    var bound = value instanceof Instant time ? dialect.time(time) : value;
    FieldType.bind(statement, index, bound, sqlType);
  }
}
