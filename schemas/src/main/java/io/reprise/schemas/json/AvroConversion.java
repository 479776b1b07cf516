package io.reprise.schemas.json;

import java.util.List;

/** The result of encoding a JSON value as Avro. */
public sealed interface AvroConversion {

  /** The value fits the schema; {@code avro} is its binary encoding. */
  record Encoded(byte[] avro) implements AvroConversion {}

  /** The value does not fit the schema. The list has 1 to {@link #MOST_FAULTS} faults. */
  record Faulty(List<FieldFault> faults) implements AvroConversion {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /** The number of faults after which encoding stops. */
  int MOST_FAULTS = 20;
}
