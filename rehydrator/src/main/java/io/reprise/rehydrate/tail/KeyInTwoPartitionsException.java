package io.reprise.rehydrate.tail;

/**
 * A key has events in two partitions, so the order of its events is not defined. A retry does not
 * help. The error does not change which version readers see.
 */
public final class KeyInTwoPartitionsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyInTwoPartitionsException(String key, int one, int other) {
    super(
        "key '%s' has events in partitions %d and %d, so they have no order: write a key's events to one partition"
            .formatted(key, one, other));
  }
}
