package io.reprise.store.fold;

import io.reprise.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and encodes Avro records in Confluent's wire format. A record can be decoded with another
 * schema than the one with which it was written, if the two schemas are compatible. Confined to one
 * thread.
 */
final class FramedRecords {
  private final SchemaLookup schemas;
  private final Map<Long, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
  private final Map<Integer, GenericDatumWriter<GenericRecord>> writers = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable BinaryDecoder decoder;
  private @Nullable BinaryEncoder encoder;

  FramedRecords(SchemaLookup schemas) {
    this.schemas = schemas;
  }

  static int schemaId(byte[] framed) {
    return WireFormat.schemaId(framed)
        .orElseThrow(() -> new UnfoldableEventException("its value has no schema id in front"));
  }

  /**
   * Decodes a record in Confluent's wire format.
   *
   * @param target id of the schema that the decoded record shall have
   */
  GenericRecord decode(byte[] framed, int target) {
    int written = schemaId(framed);
    decoder =
        DecoderFactory.get()
            .binaryDecoder(
                framed, WireFormat.PREFIX_BYTES, framed.length - WireFormat.PREFIX_BYTES, decoder);
    try {
      var record = reader(written, target).read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UnfoldableEventException(
            "its value has bytes left over when read with schema id " + written);
      }
      return record;
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new UnfoldableEventException(
          "its value cannot be read with schema id %d (%s)".formatted(written, e.getMessage()));
    }
  }

  private GenericDatumReader<GenericRecord> reader(int written, int target) {
    return readers.computeIfAbsent(
        (long) written << Integer.SIZE | target,
        pair -> new GenericDatumReader<>(record(written), record(target)));
  }

  private Schema record(int id) {
    var schema = schemas.byId(id);
    if (schema.getType() != Schema.Type.RECORD) {
      throw new UnfoldableEventException(
          "schema id %d is of type %s, not a record".formatted(id, schema.getType().getName()));
    }
    return schema;
  }

  byte[] encode(int schemaId, GenericRecord record) {
    out.reset();
    out.writeBytes(WireFormat.prefix(schemaId));
    encoder = EncoderFactory.get().directBinaryEncoder(out, encoder);
    try {
      writers
          .computeIfAbsent(schemaId, id -> new GenericDatumWriter<>(record.getSchema()))
          .write(record, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
  }
}
