package io.reprise.replay.slot;

/**
 * Thrown when this worker no longer owns a slot. The step that needed the ownership was not carried
 * out.
 */
public final class SlotLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SlotLostException(SlotOwnership ownership) {
    super("slot " + ownership.slot() + " is no longer owned");
  }
}
