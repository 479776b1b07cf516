package io.reprise.store.archive.segment;

import java.util.Arrays;

/**
 * Reads numbers and bytes that {@link ByteSink} has written, from a part of an array. A read beyond
 * the end of the part throws {@link MalformedException}.
 */
public final class ByteSource {
  private byte[] bytes = {};
  private int position;
  private int limit;

  public ByteSource() {}

  public ByteSource(byte[] bytes, int from, int to) {
    reset(bytes, from, to);
  }

  public void reset(byte[] newBytes, int from, int to) {
    bytes = newBytes;
    position = from;
    limit = to;
  }

  public byte[] array() {
    return bytes;
  }

  public int position() {
    return position;
  }

  public int remaining() {
    return limit - position;
  }

  public long zigZag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /**
   * Reads a zigzag-encoded number, such as a length, a count or the branch of a union. Throws
   * {@link MalformedException} if the number is below 0 or above {@code max}.
   */
  public int zigZagUpTo(int max) {
    long value = zigZag();
    if (value < 0 || value > max) {
      throw new MalformedException(
          "has " + value + " at byte " + position + " where at most " + max + " can be");
    }
    return (int) value;
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position == limit) {
        throw new MalformedException("ends within a number");
      }
      byte next = bytes[position++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException("has a number of more than 64 bits before byte " + position);
  }

  /**
   * Reads a number that is the length of the byte sequence after it, and skips that byte sequence.
   * Returns the position of the first skipped byte; {@link #position()} is then the end of the
   * skipped bytes.
   */
  public int skipSized() {
    int length = zigZagUpTo(Integer.MAX_VALUE);
    int from = position;
    skip(length);
    return from;
  }

  /**
   * Reads a number that is the length of the byte sequence after it, and returns a copy of that
   * byte sequence.
   */
  public byte[] sized() {
    int from = skipSized();
    return Arrays.copyOfRange(bytes, from, position);
  }

  public byte[] raw(int length) {
    skip(length);
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  public void skip(int length) {
    if (length > remaining()) {
      throw new MalformedException(
          "ends " + (length - remaining()) + " bytes before a field of " + length + " does");
    }
    position += length;
  }
}
