package io.reprise.replay.checkpoint;

/**
 * The state of a shard in its progress record. A shard without a progress record was never claimed.
 */
public enum ShardState {
  /** A worker has claimed the shard and may be delivering it. */
  CLAIMED,
  /** The shard is not claimed, and nothing of it is delivered until a worker claims it again. */
  STOPPED,
  /** Every offset of the shard is counted. The state never changes again. */
  DONE,
  /**
   * The shard cannot continue; its progress record has the cause. Nothing is delivered until an
   * operator retries the replay.
   */
  FAILED
}
