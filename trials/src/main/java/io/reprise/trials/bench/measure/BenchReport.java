package io.reprise.trials.bench.measure;

import java.util.List;

/**
 * The result of one run of a bench.
 *
 * @param effort which sizes and how many measurements the bench used; the figures of a {@code
 *     QUICK} run are rough
 * @param seconds the duration of the whole run
 */
public record BenchReport(
    String bench, BenchEffort effort, Machine machine, List<Figure> figures, double seconds) {}
