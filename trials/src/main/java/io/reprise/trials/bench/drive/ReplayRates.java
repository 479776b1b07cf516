package io.reprise.trials.bench.drive;

/**
 * A completed replay, measured with and without its start.
 *
 * @param whole the replay measured from its start to its end
 * @param afterStart the replay measured from the moment at which its first records were delivered
 *     to its end; records delivered before that moment are not counted
 */
public record ReplayRates(FinishedReplay whole, FinishedReplay afterStart) {}
