package io.reprise.replay.slot;

import java.util.function.BooleanSupplier;

/**
 * Limits how many shards are claimed and delivered at a time. Opening a slot's transactions takes a
 * few round trips to the broker; runners open them before they wait for a permit, so that the
 * delivery of one shard hides the opening of the next. Thread-safe.
 */
public interface DeliveryPermits {

  /** Permits that are always free. */
  static DeliveryPermits unlimited() {
    return Unlimited.INSTANCE;
  }

  /** Returns whether a permit is free now. */
  boolean isFree();

  /**
   * Waits for a permit and takes it. The caller returns the permit with {@link #release}.
   *
   * @param worthwhile returns whether to continue to wait; called regularly
   * @return whether the permit was taken
   */
  boolean acquire(BooleanSupplier worthwhile);

  /** Returns a permit that {@link #acquire} has taken, for the next caller. */
  void release();

  /** Permits that are always free. */
  enum Unlimited implements DeliveryPermits {
    INSTANCE;

    @Override
    public boolean isFree() {
      return true;
    }

    @Override
    public boolean acquire(BooleanSupplier worthwhile) {
      return true;
    }

    @Override
    public void release() {}
  }
}
