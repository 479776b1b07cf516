package io.reprise.ingest.service.dedupe;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One entry of the id index. Version 1, big-endian: version byte, hash (16 bytes), offset (8), time
 * (8). The partition is the record's own.
 *
 * @param offset of the event in the same partition of its topic
 * @param storedAtMillis when it was stored, epoch milliseconds
 */
public record IndexRecord(IdHash hash, long offset, long storedAtMillis) {
  private static final byte VERSION = 1;
  private static final int BYTES = 1 + 4 * Long.BYTES;

  public byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .put(VERSION)
        .putLong(hash.high())
        .putLong(hash.low())
        .putLong(offset)
        .putLong(storedAtMillis)
        .array();
  }

  /** Reads an entry; empty when the bytes are of a version that this build does not know. */
  public static Optional<IndexRecord> decode(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    try {
      return in.get() == VERSION
          ? Optional.of(
              new IndexRecord(new IdHash(in.getLong(), in.getLong()), in.getLong(), in.getLong()))
          : Optional.empty();
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }
}
