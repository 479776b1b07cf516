package io.reprise.trials.bench.measure;

import java.util.List;

/**
 * One run of one bench.
 *
 * @param effort QUICK figures are rough
 * @param seconds the whole run took
 */
public record BenchReport(
    String bench, BenchEffort effort, Machine machine, List<Figure> figures, double seconds) {}
