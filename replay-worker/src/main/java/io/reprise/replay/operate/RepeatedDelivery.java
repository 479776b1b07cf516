package io.reprise.replay.operate;

/** Whether a replay may deliver offsets that an earlier replay has delivered into its target. */
public enum RepeatedDelivery {
  /** The start is refused, and the refusal names the earlier replay. */
  REFUSED,
  /** The replay starts, and the target gets the records again. */
  ACCEPTED
}
