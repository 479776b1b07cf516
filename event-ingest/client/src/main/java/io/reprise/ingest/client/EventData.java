package io.reprise.ingest.client;

import io.reprise.schemas.wire.WireFormat;
import org.apache.avro.generic.IndexedRecord;

/** The content of an event, stored as the value of the Kafka record. */
public sealed interface EventData {

  /**
   * An Avro record: a generic record, or an instance of a generated class. {@link
   * EventPublisher#publish} encodes the record before it returns; the caller may change the record
   * afterwards.
   *
   * @param value the record, whose schema must be registered for the topic
   */
  record AvroRecord(IndexedRecord value) implements EventData {}

  /**
   * Bytes in Confluent's wire format, stored unchanged. The publisher checks neither that the
   * schema id is registered nor that the bytes match the schema, so the caller must check both. The
   * array is not copied and must not change until the future of {@link EventPublisher#publish} has
   * completed.
   *
   * @param value a zero byte, the schema id as a big-endian int, the Avro bytes
   */
  record Encoded(byte[] value) implements EventData {
    /**
     * Creates the data without copying the array.
     *
     * @throws IllegalArgumentException if {@code value} does not begin with a zero byte and a
     *     schema id
     */
    public Encoded {
      if (WireFormat.schemaId(value).isEmpty()) {
        throw new IllegalArgumentException(
            "the data of %d bytes is not in Confluent's wire format: begin it with a zero byte and the 4-byte schema id"
                .formatted(value.length));
      }
    }
  }
}
