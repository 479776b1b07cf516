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
 * Plain JSON to Avro binary and back. Plain means as people write it, not Avro's own JSON encoding:
 * a union takes its value bare, bytes are Base64, timestamps and dates are ISO-8601 or their
 * number, decimals a number or text. Fields that are left out get their default; unknown fields are
 * faults.
 *
 * <p>Stateless and thread-safe.
 */
public final class AvroJson {
  private static final int USUAL_BYTES = 512;

  private AvroJson() {}

  /** Encodes {@code data}, or tells everything that keeps it from being of {@code schema}. */
  public static AvroConversion encode(JsonNode data, Schema schema) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    var writer = new JsonToAvro(encoder);
    try {
      writer.write(data, schema, "");
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes all bytes", e);
    }
    return writer.faults().isEmpty()
        ? new AvroConversion.Encoded(bytes.toByteArray())
        : new AvroConversion.Faulty(writer.faults());
  }

  /**
   * The JSON of Avro bytes.
   *
   * @param offset where they start in {@code bytes}
   * @throws IllegalArgumentException when they are not of {@code writer}
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
