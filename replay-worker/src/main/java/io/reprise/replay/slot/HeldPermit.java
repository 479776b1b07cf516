package io.reprise.replay.slot;

/**
 * A delivery permit that a slot runner has taken, and gives back once. Confined to the runner's
 * thread.
 */
final class HeldPermit {
  private final DeliveryPermits permits;
  private boolean released;

  /** Creates the permit of a runner that has just acquired it. */
  HeldPermit(DeliveryPermits permits) {
    this.permits = permits;
  }

  /** Gives the permit back; only the first call has an effect. */
  void release() {
    if (!released) {
      released = true;
      permits.release();
    }
  }
}
