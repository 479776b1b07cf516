package io.reprise.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which keys a reader is asked for. Immutable. */
public final class KeySelection {
  /** Every record, those without a key too. */
  public static final KeySelection ALL = new KeySelection(Set.of());

  private final Set<ByteBuffer> keys;

  private KeySelection(Set<ByteBuffer> keys) {
    this.keys = keys;
  }

  /** Records of these keys; all records if there are none. */
  public static KeySelection of(Collection<byte[]> keys) {
    return new KeySelection(
        keys.stream()
            .map(key -> ByteBuffer.wrap(key.clone()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  public boolean isAll() {
    return keys.isEmpty();
  }

  /** The keys; none if all are wanted. */
  public List<byte[]> keys() {
    return keys.stream().map(key -> key.array().clone()).toList();
  }

  public boolean wants(byte @Nullable [] key) {
    return keys.isEmpty() || (key != null && keys.contains(ByteBuffer.wrap(key)));
  }
}
