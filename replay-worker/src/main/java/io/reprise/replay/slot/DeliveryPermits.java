package io.reprise.replay.slot;

import java.util.function.BooleanSupplier;

/**
 * Limits how many slices are delivered at the same time. A shard holds a permit only while it reads
 * and sends the records of one slice. It holds no permit while it waits for its rate limit, for
 * records or for the commit of a slice, so that a slow replay does not delay other replays.
 * Claiming a shard needs no permit, so that some shards are claimed while others are delivered.
 * Thread-safe.
 */
public interface DeliveryPermits {

  /** Returns permits without a limit: any number may be held at the same time. */
  static DeliveryPermits unlimited() {
    return Unlimited.INSTANCE;
  }

  /**
   * Waits for a permit and takes it. The caller returns the permit with {@link #release}.
   *
   * @param worthwhile returns whether the caller should go on waiting; called regularly during the
   *     wait
   * @return whether the caller now has a permit; false if the caller should not wait any longer
   */
  boolean acquire(BooleanSupplier worthwhile);

  /** Gives back a permit that {@link #acquire} has taken, so that the next caller can take it. */
  void release();

  /** Permits without a limit: any number may be held at the same time. */
  enum Unlimited implements DeliveryPermits {
    INSTANCE;

    @Override
    public boolean acquire(BooleanSupplier worthwhile) {
      return true;
    }

    @Override
    public void release() {}
  }
}
