package io.reprise.replay.slot;

/**
 * One uninterrupted ownership of a slot by this worker.
 *
 * @param slot the slot's number
 * @param number grows with every assignment to this worker, so that an ownership that was lost and
 *     regained is a different one
 */
public record SlotOwnership(int slot, long number) {}
