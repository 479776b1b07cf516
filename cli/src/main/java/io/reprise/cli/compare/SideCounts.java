package io.reprise.cli.compare;

/** Counts the records of one side that were read. Confined to one thread. */
final class SideCounts {
  private long records;
  private long undecoded;
  private long hidden;

  void addRecord() {
    records++;
  }

  /** Counts a record whose value could not be decoded, so that its bytes are compared. */
  void addUndecoded() {
    undecoded++;
  }

  /** Counts a record of which something that is to be compared is hidden from the caller. */
  void addHidden() {
    hidden++;
  }

  long records() {
    return records;
  }

  long undecoded() {
    return undecoded;
  }

  long hidden() {
    return hidden;
  }
}
