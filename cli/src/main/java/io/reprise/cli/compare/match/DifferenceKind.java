package io.reprise.cli.compare.match;

/** In which way the two sides differ in a record. */
public enum DifferenceKind {
  /** Both sides have the record, with different contents. */
  DIFFERENT,
  /** Only the left side has the record. */
  ONLY_LEFT,
  /** Only the right side has the record. */
  ONLY_RIGHT,
  /** Both sides have the record with the same content, in another place among those of its key. */
  OUT_OF_ORDER
}
