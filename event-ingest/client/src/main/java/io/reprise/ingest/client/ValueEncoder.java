package io.reprise.ingest.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Encodes the data of an event as the value of a Kafka record. Thread-safe: each thread has a
 * buffer of its own.
 */
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
   * Returns the value of the Kafka record, in Confluent's wire format.
   *
   * @throws EventRejectedException if the schema of an Avro record is not registered, or if the
   *     record does not match its schema
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
      throw new UncheckedIOException("cannot write to a byte array", e);
    } catch (RuntimeException e) {
      // The buffer is dropped, because the encoder still holds a part of the failed record and
      // would write it in front of the next record.
      buffers.remove();
      throw EventRejectedException.forGood(
          "the record does not match its schema %s: %s"
              .formatted(value.getSchema().getFullName(), e.getMessage()),
          e);
    } finally {
      if (buffer.bytes.size() > MOST_KEPT_BYTES) {
        buffers.remove();
      }
    }
  }
}
