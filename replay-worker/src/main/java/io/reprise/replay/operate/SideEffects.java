package io.reprise.replay.operate;

/** Whether a replay may deliver into a target that makes another system act. */
public enum SideEffects {
  /** The start is refused if the target has side effects. */
  REFUSED,
  /** The replay starts, and each record that it delivers makes the other system act. */
  ACCEPTED
}
