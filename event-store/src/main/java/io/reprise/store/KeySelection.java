package io.reprise.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys whose records a caller wants to read. Immutable. */
public final class KeySelection {
  /** Selects every record, including records without a key. */
  public static final KeySelection ALL = new KeySelection(Set.of());

  private final Set<ByteBuffer> keys;

  private KeySelection(Set<ByteBuffer> keys) {
    this.keys = keys;
  }

  /** Selects the records with these keys. If {@code keys} is empty, selects all records. */
  public static KeySelection of(Collection<byte[]> keys) {
    return new KeySelection(
        keys.stream()
            .map(key -> ByteBuffer.wrap(key.clone()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  public boolean isAll() {
    return keys.isEmpty();
  }

  /** Returns the selected keys; empty if all records are selected. */
  public List<byte[]> keys() {
    return keys.stream().map(key -> key.array().clone()).toList();
  }

  public boolean wants(byte @Nullable [] key) {
    return keys.isEmpty() || (key != null && keys.contains(ByteBuffer.wrap(key)));
  }
}
