package io.reprise.ingest.service.dedupe;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits how many ids the dedupe windows of all topics together remember. Ids of events that other
 * instances stored count too, and are remembered even above the limit. The excess stays small,
 * because each instance stops storing events at its own limit. Thread-safe.
 */
public final class IdBudget {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  public IdBudget(long most) {
    this.most = most;
  }

  boolean isSpent() {
    return held.get() >= most;
  }

  void add(int ids) {
    held.addAndGet(ids);
  }

  public long held() {
    return held.get();
  }

  public long most() {
    return most;
  }
}
