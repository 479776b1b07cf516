package io.reprise.cli.compare;

import io.reprise.cli.compare.match.Entry;
import io.reprise.cli.output.ProgressDisplay;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The readers of both sides. Confined to one thread. */
record SideReaders(SideReader left, SideReader right) implements AutoCloseable {

  /**
   * Reads both sides, one after the other, and shows the progress on stderr.
   *
   * @return whether all records were read; false if the reading was stopped
   */
  boolean read(
      RecordFingerprints fingerprints, Consumer<Entry> entries, BooleanSupplier isStopped) {
    long ofLeft = left.size();
    try (var progress = new ProgressDisplay("reading, offsets or rows", size())) {
      return left.read(fingerprints, entries, isStopped, progress::at)
          && right.read(fingerprints, entries, isStopped, done -> progress.at(ofLeft + done));
    }
  }

  /** Returns how many offsets or rows there are to read. */
  long size() {
    return left.size() + right.size();
  }

  /** Returns how many offsets or rows were read. */
  long done() {
    return left.done() + right.done();
  }

  /** Returns the number of records that were read. */
  long records() {
    return left.counts().records() + right.counts().records();
  }

  /** Returns of how many records something that is to be compared is hidden from the caller. */
  long hidden() {
    return left.counts().hidden() + right.counts().hidden();
  }

  /** Returns how many values could not be decoded. */
  long undecoded() {
    return left.counts().undecoded() + right.counts().undecoded();
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
