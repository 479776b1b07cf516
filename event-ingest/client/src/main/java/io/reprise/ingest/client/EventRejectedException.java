package io.reprise.ingest.client;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an event was certainly not stored. A retry is safe: publishing the event again does
 * not store the event twice. {@link #isRetriable()} says whether a retry can succeed.
 */
public final class EventRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retriable;

  private EventRejectedException(String reason, boolean retriable, @Nullable Throwable cause) {
    super(reason, cause);
    this.retriable = retriable;
  }

  /**
   * Creates a rejection for which a retry cannot succeed until the event or a setting has been
   * changed.
   */
  static EventRejectedException forGood(String reason, @Nullable Throwable cause) {
    return new EventRejectedException(reason, false, cause);
  }

  /**
   * Creates a rejection with a temporary cause: Kafka or the registry did not answer, or the
   * producer's buffer was full.
   */
  static EventRejectedException forNow(String reason, Throwable cause) {
    return new EventRejectedException(reason, true, cause);
  }

  /**
   * Returns whether a retry of the same event may succeed. If false, the event or a setting must
   * change first.
   */
  public boolean isRetriable() {
    return retriable;
  }
}
