package io.reprise.replay.checkpoint;

/** What a shard record says of its shard. A shard without a record was never claimed. */
public enum ShardState {
  /** Some worker may be delivering. */
  CLAIMED,
  /** Nothing is delivered until the shard is claimed again. */
  STOPPED,
  /** Every offset is accounted for. Final. */
  DONE,
  /** It cannot go on; the record says why. Nothing is delivered until the replay is retried. */
  FAILED
}
