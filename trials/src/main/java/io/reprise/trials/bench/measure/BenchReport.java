package io.reprise.trials.bench.measure;

import java.util.List;

/**
 * The result of one run of a bench.
 *
 * @param effort {@code QUICK} figures are rough
 * @param seconds the duration of the whole run
 */
public record BenchReport(
    String bench, BenchEffort effort, Machine machine, List<Figure> figures, double seconds) {}
