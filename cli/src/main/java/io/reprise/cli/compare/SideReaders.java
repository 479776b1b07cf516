package io.reprise.cli.compare;

import io.reprise.cli.compare.match.Entry;
import io.reprise.cli.output.ProgressDisplay;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The readers of both sides. Confined to one thread. */
record SideReaders(SideReader left, SideReader right) {

  /**
   * Reads both sides, one after the other, and shows the progress on stderr.
   *
   * @return whether all records were read; false if the reading was stopped
   */
  boolean read(
      RecordFingerprints fingerprints, Consumer<Entry> entries, BooleanSupplier isStopped) {
    long ofLeft = left.side().offsets();
    try (var progress = new ProgressDisplay("reading, offsets", offsets())) {
      return left.read(fingerprints, entries, isStopped, progress::at)
          && right.read(fingerprints, entries, isStopped, offsets -> progress.at(ofLeft + offsets));
    }
  }

  /** Returns the number of offsets to read. */
  long offsets() {
    return left.side().offsets() + right.side().offsets();
  }

  /** Returns the number of offsets that were read. */
  long offsetsRead() {
    return left.offsetsRead() + right.offsetsRead();
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
}
