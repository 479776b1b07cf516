package io.reprise.schemas.json;

import java.util.List;

/** The result of encoding a JSON value as Avro. */
public sealed interface AvroConversion {

  /** The value fits the schema; {@code avro} is its binary encoding. */
  record Encoded(byte[] avro) implements AvroConversion {}

  /** The value does not fit the schema. {@code faults} lists 1 to {@link #MOST_FAULTS} reasons. */
  record Faulty(List<FieldFault> faults) implements AvroConversion {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /**
   * The highest number of faults that are collected. Encoding stops when this number is reached.
   */
  int MOST_FAULTS = 20;
}
