package io.reprise.replay.slot;

/** This worker no longer owns the slot. The step that needed the ownership was not carried out. */
public final class SlotLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SlotLostException(SlotOwnership ownership) {
    super("slot " + ownership.slot() + " is no longer owned");
  }
}
