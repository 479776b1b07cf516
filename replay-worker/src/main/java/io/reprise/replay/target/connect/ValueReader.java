package io.reprise.replay.target.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.replay.target.ConnectTargetConfig.RecordFormat;
import io.reprise.runtime.json.Json;
import io.reprise.store.select.WriterSchemas;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.jspecify.annotations.Nullable;

/** Reads the key or the value of a record as a connector is to get it. */
@FunctionalInterface
interface ValueReader {
  /**
   * Reads bytes; null stays null and has no schema.
   *
   * @throws UnfitValueException when the bytes do not have the configured format
   * @throws io.reprise.store.select.SchemasUnavailableException when the registry does not answer;
   *     a retry is safe
   */
  SchemaAndValue read(byte @Nullable [] bytes) throws UnfitValueException;

  /** Returns a reader of a format. Confined to the thread of the shard. */
  static ValueReader of(RecordFormat format, WriterSchemas schemas) {
    return switch (format) {
      case AVRO -> new AvroReader(schemas);
      case JSON -> bytes -> bytes == null ? SchemaAndValue.NULL : json(bytes);
      case STRING -> bytes -> bytes == null ? SchemaAndValue.NULL : text(bytes);
      case BYTES ->
          bytes ->
              bytes == null
                  ? SchemaAndValue.NULL
                  : new SchemaAndValue(Schema.OPTIONAL_BYTES_SCHEMA, bytes);
    };
  }

  private static SchemaAndValue json(byte[] bytes) throws UnfitValueException {
    try {
      return new SchemaAndValue(null, Json.json().readValue(decode(bytes), Object.class));
    } catch (CharacterCodingException | JsonProcessingException e) {
      throw new UnfitValueException("is not JSON");
    }
  }

  private static SchemaAndValue text(byte[] bytes) throws UnfitValueException {
    try {
      return new SchemaAndValue(Schema.OPTIONAL_STRING_SCHEMA, decode(bytes));
    } catch (CharacterCodingException e) {
      throw new UnfitValueException("is not text in UTF-8");
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
