package io.reprise.cli.compare.match;

import java.nio.ByteBuffer;

/**
 * The first 128 bits of a cryptographic hash. Two different contents have the same fingerprint with
 * a probability that is negligible for any number of records that can be read.
 *
 * @param high the first 8 bytes, big-endian
 * @param low the next 8 bytes
 */
public record Fingerprint(long high, long low) {
  static final int BYTES = 16;

  /**
   * Returns the fingerprint of a hash.
   *
   * @param hash at least 16 bytes
   */
  public static Fingerprint of(byte[] hash) {
    var bytes = ByteBuffer.wrap(hash);
    return new Fingerprint(bytes.getLong(), bytes.getLong());
  }

  /**
   * Returns one of the first 8 bytes.
   *
   * @param index from 0 to 7
   */
  int byteAt(int index) {
    return (int) (high >>> (Long.SIZE - Byte.SIZE * (index + 1))) & 0xFF;
  }
}
