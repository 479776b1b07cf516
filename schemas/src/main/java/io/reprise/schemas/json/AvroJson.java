package io.reprise.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Converts plain JSON to Avro binary and back. Plain JSON differs from Avro's JSON encoding. A
 * union value is not wrapped in an object that names its type. Bytes are Base64 text. Timestamps
 * and dates are ISO-8601 text or numbers. Decimals are numbers or text. A missing field gets its
 * default. A field that the schema does not have is a fault.
 *
 * <p>Stateless and thread-safe.
 */
public final class AvroJson {
  private static final int USUAL_BYTES = 512;

  private AvroJson() {}

  /**
   * Encodes {@code data} with {@code schema}, or returns the reasons why {@code data} does not fit
   * the schema.
   */
  public static AvroConversion encode(JsonNode data, Schema schema) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    var writer = new JsonToAvro(encoder);
    try {
      writer.write(data, schema, "");
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to a byte array", e);
    }
    return writer.faults().isEmpty()
        ? new AvroConversion.Encoded(bytes.toByteArray())
        : new AvroConversion.Faulty(writer.faults());
  }

  /**
   * Decodes Avro bytes to plain JSON.
   *
   * @param offset index of the first Avro byte in {@code bytes}
   * @throws IllegalArgumentException when the bytes are not valid for the schema {@code writer}
   */
  public static JsonNode decode(byte[] bytes, int offset, Schema writer) {
    var decoder = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
    try {
      return AvroToJson.json(new GenericDatumReader<>(writer).read(null, decoder), writer);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "these bytes are not of schema %s: %s".formatted(writer.getFullName(), e), e);
    }
  }
}
