package io.reprise.ingest.service.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.schemas.event.EventAttributes;
import io.reprise.schemas.json.FieldFault;
import java.util.List;

/** What became of one event of a request. */
public sealed interface Parsed {

  /**
   * An event as it came.
   *
   * @param key of the record: the partition key, or else the subject
   */
  record Event(EventAttributes attributes, String key, Data data) implements Parsed {}

  /** No event; why, by field. */
  record Malformed(List<FieldFault> faults) implements Parsed {
    public Malformed {
      faults = List.copyOf(faults);
    }
  }

  /** An event's data. */
  sealed interface Data {}

  /** To be held against the topic's schema. */
  record JsonData(JsonNode value) implements Data {}

  /** Avro in Confluent's wire format, to be stored as it is. */
  record AvroData(byte[] value) implements Data {}
}
