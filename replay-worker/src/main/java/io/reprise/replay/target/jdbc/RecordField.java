package io.reprise.replay.target.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record, named as expressions name it, from which a column is filled. Immutable.
 *
 * @param name the field's name in the configuration
 * @param types the types in which the field can be read; the first that the column can hold is used
 */
record RecordField(String name, List<FieldType> types) {
  private static final String HEADERS = "headers.";
  private static final String DATA = "data.";

  /**
   * Returns the field of a name.
   *
   * @throws IllegalArgumentException when records have no field of this name
   */
  static RecordField of(String name) {
    return switch (name) {
      case "key", "value" -> new RecordField(name, List.of(FieldType.TEXT, FieldType.BYTES));
      case "type", "source", "topic" -> new RecordField(name, List.of(FieldType.TEXT));
      case "partition", "offset" -> new RecordField(name, List.of(FieldType.INTEGER));
      case "time" -> new RecordField(name, List.of(FieldType.TIME));
      default -> {
        if (name.startsWith(HEADERS) && name.length() > HEADERS.length()) {
          yield new RecordField(name, List.of(FieldType.TEXT, FieldType.BYTES));
        }
        if (name.startsWith(DATA) && name.length() > DATA.length()) {
          yield new RecordField(name, List.of(FieldType.values()));
        }
        throw new IllegalArgumentException("'" + name + "' is not a field of a record");
      }
    };
  }

  /** Returns whether the field is one of the event's data, which a schema types. */
  boolean isData() {
    return name.startsWith(DATA);
  }

  /** Returns the names of the data's fields that lead to this field, the outermost first. */
  String[] path() {
    return name.substring(DATA.length()).split("\\.", -1);
  }

  /**
   * Reads a field that is not one of the data; null if the record has none.
   *
   * @throws UnfitFieldException when the field is not valid text and the column holds text
   */
  @Nullable Object of(ConsumerRecord<byte[], byte[]> record, FieldType type)
      throws UnfitFieldException {
    return switch (name) {
      case "key" -> bytes(record.key(), type);
      case "value" -> bytes(record.value(), type);
      case "type" -> bytes(header(record, "ce_type"), type);
      case "source" -> bytes(header(record, "ce_source"), type);
      case "topic" -> record.topic();
      case "partition" -> (long) record.partition();
      case "offset" -> record.offset();
      case "time" -> Instant.ofEpochMilli(record.timestamp());
      default -> bytes(header(record, name.substring(HEADERS.length())), type);
    };
  }

  private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, String header) {
    var last = record.headers().lastHeader(header);
    return last == null ? null : last.value();
  }

  private @Nullable Object bytes(byte @Nullable [] bytes, FieldType type)
      throws UnfitFieldException {
    return bytes == null || type == FieldType.BYTES ? bytes : text(bytes);
  }

  private String text(byte[] bytes) throws UnfitFieldException {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Refused below.
    }
    throw new UnfitFieldException("its " + name + " is not valid UTF-8 or contains NUL");
  }
}
