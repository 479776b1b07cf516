package io.reprise.ingest.service.admit;

import io.reprise.schemas.event.EventAttributes;
import io.reprise.schemas.json.FieldFault;
import java.util.List;

/** What became of a parsed event. */
public sealed interface Admitted {

  /** To be stored: key and value as Kafka takes them. */
  record Ready(EventAttributes attributes, byte[] key, byte[] value) implements Admitted {}

  /** Not of the topic's schema, or over a limit; why, by field. */
  record Refused(List<FieldFault> faults) implements Admitted {
    public Refused {
      faults = List.copyOf(faults);
    }
  }
}
