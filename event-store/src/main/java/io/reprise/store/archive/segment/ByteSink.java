package io.reprise.store.archive.segment;

import java.util.Arrays;

/**
 * A growing byte array that writes numbers in the encodings of Avro and of the segment index.
 * Confined to one thread.
 */
public final class ByteSink {
  private byte[] bytes;
  private int size;

  public ByteSink(int capacity) {
    this.bytes = new byte[capacity];
  }

  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Removes the first {@code count} bytes and moves the others to the start of the array. */
  public void dropFirst(int count) {
    System.arraycopy(bytes, count, bytes, 0, size - count);
    size -= count;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
    }
  }

  public void put(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  public void put(byte[] source) {
    put(source, source.length);
  }

  public void put(byte[] source, int length) {
    reserve(length);
    System.arraycopy(source, 0, bytes, size, length);
    size += length;
  }

  /** Writes a number as Avro writes {@code int} and {@code long}: zigzag, then LEB128. */
  public void putZigZag(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }

  /** Writes an unsigned number in LEB128. */
  public void putVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  public void putInt(int value) {
    reserve(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  public void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }
}
