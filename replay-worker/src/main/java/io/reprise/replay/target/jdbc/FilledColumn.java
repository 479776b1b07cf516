package io.reprise.replay.target.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table and the field that fills it.
 *
 * @param name name of the column
 * @param sqlType the column's type, of {@link java.sql.Types}
 * @param field the field that fills the column
 * @param type the type in which the field is read
 */
record FilledColumn(String name, int sqlType, RecordField field, FieldType type) {

  @Nullable Object of(ConsumerRecord<byte[], byte[]> record) throws UnfitFieldException {
    return field.of(record, type);
  }

  void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
    type.bind(statement, index, value, sqlType);
  }
}
