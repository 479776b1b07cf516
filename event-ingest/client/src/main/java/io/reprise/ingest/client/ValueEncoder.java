package io.reprise.ingest.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** An event's data as a record's value. Thread-safe: each thread has a buffer of its own. */
final class ValueEncoder {
  private static final int USUAL_BYTES = 2_048;
  private static final int MOST_KEPT_BYTES = 1 << 20;

  private final RegisteredWriters schemas;
  private final ThreadLocal<Buffer> buffers = ThreadLocal.withInitial(Buffer::new);

  ValueEncoder(RegisteredWriters schemas) {
    this.schemas = schemas;
  }

  private static final class Buffer {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
  }

  /**
   * @throws EventRejectedException when the data has no registered schema, or is not of it
   */
  byte[] encode(String topic, EventData data) {
    if (data instanceof EventData.Encoded encoded) {
      return encoded.value();
    }
    return encode(topic, ((EventData.AvroRecord) data).value());
  }

  private byte[] encode(String topic, IndexedRecord value) {
    var writer = schemas.writer(topic, value);
    var buffer = buffers.get();
    try {
      buffer.bytes.reset();
      buffer.bytes.write(writer.prefix(), 0, writer.prefix().length);
      writer.avro().write(value, buffer.encoder);
      buffer.encoder.flush();
      return buffer.bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes all bytes", e);
    } catch (RuntimeException e) {
      // The encoder holds half a record.
      buffers.remove();
      throw EventRejectedException.forGood(
          "the record is not of its schema %s: %s"
              .formatted(value.getSchema().getFullName(), e.getMessage()),
          e);
    } finally {
      if (buffer.bytes.size() > MOST_KEPT_BYTES) {
        buffers.remove();
      }
    }
  }
}
