package io.reprise.ingest.service.encode;

import io.reprise.schemas.wire.WireFormat;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;

/**
 * Checks that an Avro value can be decoded with the schema that the value names. A value that
 * cannot be decoded would stop every consumer of the topic.
 */
final class AvroCheck {
  private AvroCheck() {}

  /**
   * Returns why a value in the wire format cannot be decoded with {@code schema}; empty if the
   * value can be decoded.
   */
  static Optional<String> fault(byte[] value, Schema schema) {
    int from = WireFormat.PREFIX_BYTES;
    var decoder = DecoderFactory.get().binaryDecoder(value, from, value.length - from, null);
    try {
      new GenericDatumReader<>(schema).read(null, decoder);
      return decoder.isEnd()
          ? Optional.empty()
          : Optional.of("has bytes behind the end of a " + schema.getFullName());
    } catch (IOException | RuntimeException e) {
      return Optional.of("cannot be read as " + schema.getFullName() + ": " + e.getMessage());
    }
  }
}
