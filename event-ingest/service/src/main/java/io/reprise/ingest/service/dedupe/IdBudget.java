package io.reprise.ingest.service.dedupe;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many ids all windows together may remember. What other instances stored counts, and is
 * remembered in any case: as each of them stops at its own limit, the sum stays near it.
 * Thread-safe.
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
