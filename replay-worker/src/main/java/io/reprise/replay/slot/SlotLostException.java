package io.reprise.replay.slot;

/** This worker no longer holds the slot: whatever was about to be done for it must not be done. */
final class SlotLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SlotLostException(SlotOwnership ownership) {
    super("slot " + ownership.slot() + " is no longer held");
  }
}
