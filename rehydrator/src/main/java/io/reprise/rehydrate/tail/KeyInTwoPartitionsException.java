package io.reprise.rehydrate.tail;

/** A key's events have no one order; a retry does not help. What readers see did not change. */
public final class KeyInTwoPartitionsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyInTwoPartitionsException(String key, int one, int other) {
    super(
        "key '%s' has events in partitions %d and %d, so they have no order: write a key's events to one partition"
            .formatted(key, one, other));
  }
}
