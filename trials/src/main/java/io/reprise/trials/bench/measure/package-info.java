/**
 * The parts that every benchmark uses. In: measured samples of a subject and of its peer. Out:
 * figures, each judged against its goal, and a report. Must not know any benchmark.
 */
@NullMarked
package io.reprise.trials.bench.measure;

import org.jspecify.annotations.NullMarked;
