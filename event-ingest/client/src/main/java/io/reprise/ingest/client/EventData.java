package io.reprise.ingest.client;

import io.reprise.schemas.wire.WireFormat;
import org.apache.avro.generic.IndexedRecord;

/** What an event says. */
public sealed interface EventData {

  /**
   * A generic record, or one of a generated class. It is encoded before {@code publish} returns and
   * may be changed after.
   */
  record AvroRecord(IndexedRecord value) implements EventData {}

  /**
   * Bytes in Confluent's wire format, stored as they are. Whether the schema they name is
   * registered, and theirs, is for the caller to know. The array is not copied: it must not change
   * before the event's future completes.
   */
  record Encoded(byte[] value) implements EventData {
    /**
     * @throws IllegalArgumentException when no schema id stands in front
     */
    public Encoded {
      if (WireFormat.schemaId(value).isEmpty()) {
        throw new IllegalArgumentException(
            "these %d bytes are not in Confluent's wire format: put a zero byte and the schema's id in front"
                .formatted(value.length));
      }
    }
  }
}
