package io.reprise.schemas.json;

import java.util.List;

/** The result of encoding a JSON value as Avro. */
public sealed interface AvroConversion {

  /** The JSON value fits the schema; {@code avro} is the value's binary encoding. */
  record Encoded(byte[] avro) implements AvroConversion {}

  /**
   * The JSON value does not fit the schema; {@code faults} contains 1 to {@link #MOST_FAULTS}
   * reasons.
   */
  record Faulty(List<FieldFault> faults) implements AvroConversion {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /**
   * The highest number of faults that are collected for one JSON value. Encoding stops when this
   * number is reached.
   */
  int MOST_FAULTS = 20;
}
