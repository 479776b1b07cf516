package io.reprise.store.select;

import io.reprise.schemas.wire.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of events for CEL. A value that was written with an older schema is read as
 * one of the latest schema: fields that it lacks have their defaults. Stateless and as thread-safe
 * as its {@link WriterSchemas}.
 */
final class DataReader {
  private final @Nullable Schema latest;
  private final WriterSchemas writers;

  /**
   * @param latest the schema as which values are read; null to read each as it was written, and
   *     values that are not Avro as text
   */
  DataReader(@Nullable Schema latest, WriterSchemas writers) {
    this.latest = latest;
    this.writers = writers;
  }

  /**
   * Decodes a value.
   *
   * @throws UnreadableValueException if the value cannot be decoded
   */
  Object read(byte[] value) {
    var id = WireFormat.schemaId(value);
    if (id.isPresent()) {
      return avro(value, id.getAsInt());
    }
    if (latest != null) {
      throw new UnreadableValueException("its value is not Avro with a schema id");
    }
    return text(value);
  }

  private Object avro(byte[] value, int id) {
    var writer = writers.byId(id);
    var reader = latest == null ? writer : latest;
    var decoder =
        DecoderFactory.get()
            .binaryDecoder(
                value, WireFormat.PREFIX_BYTES, value.length - WireFormat.PREFIX_BYTES, null);
    try {
      var data = new GenericDatumReader<@Nullable Object>(writer, reader).read(null, decoder);
      return AvroValues.of(data, reader);
    } catch (IOException | RuntimeException e) {
      // Avro reports broken bytes and schemas that do not fit with many types of exceptions.
      throw new UnreadableValueException(
          "its value of schema %d cannot be read as the topic's latest schema".formatted(id));
    }
  }

  private static String text(byte[] value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableValueException(
          "its value is neither Avro with a schema id nor UTF-8 text");
    }
  }
}
