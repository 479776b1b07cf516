package io.reprise.replay.target;

/**
 * Thrown when a worker cannot prove that it still has the lease of a shard, and the target cannot
 * refuse the records of a former owner. The worker sends nothing then. The shard is claimed again
 * and continues from its committed progress, so a retry is safe.
 */
public final class UnprovenLeaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception for one lease of a shard. */
  public UnprovenLeaseException(String shard, long epoch) {
    super(
        "this worker cannot prove that lease %d of shard %s is still its own, because Kafka does not answer its heartbeats or its slot was lost: it sends nothing"
            .formatted(epoch, shard));
  }
}
