package io.reprise.ingest.client;

import org.jspecify.annotations.Nullable;

/** An event was certainly not stored. Publishing it again can store it once, never twice. */
public final class EventRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retriable;

  private EventRejectedException(String reason, boolean retriable, @Nullable Throwable cause) {
    super(reason, cause);
    this.retriable = retriable;
  }

  /** The event is not acceptable as it is, or not by this publisher. */
  static EventRejectedException forGood(String reason, @Nullable Throwable cause) {
    return new EventRejectedException(reason, false, cause);
  }

  /** Somebody did not answer, or had no room. */
  static EventRejectedException forNow(String reason, Throwable cause) {
    return new EventRejectedException(reason, true, cause);
  }

  /** Whether the same event may be accepted later, with nothing changed by the caller. */
  public boolean isRetriable() {
    return retriable;
  }
}
