package io.reprise.replay.target;

/**
 * What a writer has seen of its target since it was opened. Immutable.
 *
 * @param accepted requests that the target has carried out
 * @param refused requests that the target could not carry out at the moment: it has asked for a
 *     slower rate, has failed, or has not answered. Repeated requests count each time
 * @param acceptedNanos the time that all accepted requests took together
 */
public record TargetLoad(long accepted, long refused, long acceptedNanos) {

  /** The load of a target that has no requests. */
  public static final TargetLoad NONE = new TargetLoad(0, 0, 0);
}
