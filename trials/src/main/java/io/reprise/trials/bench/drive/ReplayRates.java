package io.reprise.trials.bench.drive;

/**
 * A completed replay, measured with and without its start.
 *
 * @param whole from the start of the replay to its end
 * @param afterStart from the moment at which the first records were delivered to the end of the
 *     replay; records that were delivered by that moment are not counted
 */
public record ReplayRates(FinishedReplay whole, FinishedReplay afterStart) {}
