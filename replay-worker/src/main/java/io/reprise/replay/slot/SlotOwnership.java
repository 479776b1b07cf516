package io.reprise.replay.slot;

/**
 * One uninterrupted ownership of a slot by this worker.
 *
 * @param slot the slot's number
 * @param number grows with every assignment to this worker, so that the two ownerships of a slot
 *     that was lost and regained differ
 */
public record SlotOwnership(int slot, long number) {}
