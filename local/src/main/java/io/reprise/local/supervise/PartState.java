package io.reprise.local.supervise;

/** The state of a part or of a setup step. */
public enum PartState {
  /** A part that this part needs is not ready. */
  WAITING,
  /** The process was started and does not accept requests yet. */
  STARTING,
  /** The process has missed its start limit. It may still become ready. */
  LATE,
  /** The part accepts requests, or the setup step is done. */
  READY,
  /** The process has ended and is started again after a back-off. */
  ENDED,
  /** The stack is closed. */
  STOPPED
}
