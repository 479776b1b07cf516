package io.reprise.replay.slot;

/** This worker no longer owns the slot: the step that was about to be taken must not be taken. */
public final class SlotLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SlotLostException(SlotOwnership ownership) {
    super("slot " + ownership.slot() + " is no longer owned");
  }
}
