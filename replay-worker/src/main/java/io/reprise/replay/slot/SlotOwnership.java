package io.reprise.replay.slot;

/**
 * One uninterrupted holding of a slot by this worker.
 *
 * @param slot its number
 * @param number grows with every assignment to this worker, so that a holding that was lost and
 *     given back is another one
 */
public record SlotOwnership(int slot, long number) {}
