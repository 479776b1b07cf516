package io.reprise.rehydrate.postgres.copy;

import io.reprise.store.fold.Provenance;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encodes rows in the binary format of COPY, in one array that grows as needed. A field is its
 * length in 4 bytes (-1 for null), then its bytes. Confined to one thread.
 *
 * <p>Source: PostgreSQL's documentation of COPY, "Binary Format".
 */
public final class CopyBuffer {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final int NULL = -1;

  private byte[] array;
  private ByteBuffer wrapped;
  private int size;

  public CopyBuffer(int capacity) {
    array = new byte[capacity];
    wrapped = ByteBuffer.wrap(array);
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  public byte[] array() {
    return array;
  }

  public int size() {
    return size;
  }

  public void reset() {
    size = 0;
  }

  /** Writes the header of the COPY stream: signature, no flags, no extension. */
  public void header() {
    raw(new byte[] {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0});
    putInt(0);
    putInt(0);
  }

  /** Begins a row with this number of fields. */
  public void row(int fields) {
    putShort(fields);
  }

  /** Writes the end of the COPY stream. */
  public void trailer() {
    putShort(NULL);
  }

  public void nullField() {
    putInt(NULL);
  }

  public void field(byte[] bytes) {
    putInt(bytes.length);
    raw(bytes);
  }

  /** Writes a JSON document as a jsonb field, which begins with a version byte. */
  public void jsonb(byte[] document) {
    putInt(1 + document.length);
    putByte(1);
    raw(document);
  }

  public void field(boolean value) {
    putInt(1);
    putByte(value ? 1 : 0);
  }

  public void field(int value) {
    putInt(Integer.BYTES);
    putInt(value);
  }

  public void field(long value) {
    putInt(Long.BYTES);
    putLong(value);
  }

  public void field(long high, long low) {
    putInt(2 * Long.BYTES);
    putLong(high);
    putLong(low);
  }

  public void field(Provenance provenance) {
    putInt(Provenance.BYTES);
    reserve(Provenance.BYTES);
    provenance.write(wrapped.position(size));
    size += Provenance.BYTES;
  }

  private void putByte(int value) {
    reserve(1);
    array[size++] = (byte) value;
  }

  private void putShort(int value) {
    reserve(Short.BYTES);
    SHORT.set(array, size, (short) value);
    size += Short.BYTES;
  }

  private void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(array, size, value);
    size += Integer.BYTES;
  }

  private void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(array, size, value);
    size += Long.BYTES;
  }

  private void raw(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, array, size, bytes.length);
    size += bytes.length;
  }

  private void reserve(int bytes) {
    if (array.length - size < bytes) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, size + bytes));
      wrapped = ByteBuffer.wrap(array);
    }
  }
}
