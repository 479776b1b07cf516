package io.reprise.replay.target;

/**
 * Thrown when a target keeps the leases of shards itself and a later lease of the shard was taken.
 * The writer can commit nothing more. The slot's owner claims the shard again, which is safe.
 */
public final class TargetLeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for one lease of a shard. */
  public TargetLeaseLostException(String shard, long epoch) {
    super(
        "lease %d of shard %s is no longer the newest one in the target: a later lease was taken"
            .formatted(epoch, shard));
  }
}
