package io.reprise.replay.rate;

/** What a shard of an adaptive replay slows down for. */
public enum RateCause {
  /** The target has answered 429 or 5xx, or has not answered. */
  REFUSALS,
  /** The target takes longer than it may, or much longer than it did before. */
  LATENCY,
  /** A broker delays the shard's records because of a quota. */
  BROKER,
  /** A live group has used most of the lag that it may have. */
  LAG,
  /** The lag of a live group is not known. */
  LAG_UNKNOWN
}
