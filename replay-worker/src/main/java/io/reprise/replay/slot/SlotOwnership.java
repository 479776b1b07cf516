package io.reprise.replay.slot;

/**
 * One uninterrupted ownership of a slot by this worker.
 *
 * @param slot the slot's number
 * @param number raised by every assignment to this worker, so that a slot that was lost and
 *     regained has another ownership
 */
public record SlotOwnership(int slot, long number) {}
