package io.reprise.schemas.json;

import java.util.List;

/** What became of a JSON value. */
public sealed interface AvroConversion {

  /** It is this in Avro. */
  record Encoded(byte[] avro) implements AvroConversion {}

  /** It is not of the schema: all faults found, at least one, at most {@link #MOST_FAULTS}. */
  record Faulty(List<FieldFault> faults) implements AvroConversion {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /** Reading on after so many faults helps nobody. */
  int MOST_FAULTS = 20;
}
