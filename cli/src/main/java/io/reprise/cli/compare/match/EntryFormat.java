package io.reprise.cli.compare.match;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of an entry in a file of one run. All entries have the same length. No other run reads
 * them, so that there is no version.
 *
 * @param numbers how many numbers each entry has
 */
record EntryFormat(int numbers) {
  private static final Side[] SIDES = Side.values();

  /** Returns the number of bytes of an entry. */
  int bytes() {
    return 1 + 3 * Fingerprint.BYTES + Integer.BYTES + 2 * Long.BYTES + numbers * Double.BYTES;
  }

  void write(Entry entry, DataOutputStream out) throws IOException {
    out.writeByte(entry.side() == Side.LEFT ? 0 : 1);
    write(entry.group(), out);
    write(entry.id(), out);
    write(entry.content(), out);
    out.writeInt(entry.partition());
    out.writeLong(entry.offset());
    out.writeLong(entry.timestamp());
    for (double number : entry.numbers()) {
      out.writeDouble(number);
    }
  }

  private static void write(Fingerprint fingerprint, DataOutputStream out) throws IOException {
    out.writeLong(fingerprint.high());
    out.writeLong(fingerprint.low());
  }

  Entry read(DataInputStream in) throws IOException {
    return new Entry(
        SIDES[in.readByte()],
        fingerprint(in),
        fingerprint(in),
        fingerprint(in),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        numbers(in));
  }

  private static Fingerprint fingerprint(DataInputStream in) throws IOException {
    return new Fingerprint(in.readLong(), in.readLong());
  }

  private List<Double> numbers(DataInputStream in) throws IOException {
    if (numbers == 0) {
      return List.of();
    }
    var read = new ArrayList<Double>(numbers);
    for (int i = 0; i < numbers; i++) {
      read.add(in.readDouble());
    }
    return read;
  }
}
