package io.reprise.replay.slot;

/**
 * One uninterrupted ownership of a slot by this worker.
 *
 * @param slot the slot's number
 * @param number a number that is higher for each later assignment of a slot to this worker. If this
 *     worker loses a slot and gets it back, the new ownership has a higher number than the old one
 */
public record SlotOwnership(int slot, long number) {}
