package io.reprise.rehydrate.target;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key of a record, compared by its bytes, so that it can be the key of a map. The caller must
 * not change the array after it has passed it.
 */
public final class UserKey {
  private final byte[] bytes;
  private final int hash;

  public UserKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserKey key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Returns the bytes decoded as UTF-8, for messages. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
