/**
 * The parts that every benchmark uses. In: measured samples of a subject (a part of Reprise) and of
 * its peer (the tool that it is compared with). Out: figures, each judged against its goal, and a
 * report. Must not know any benchmark.
 */
@NullMarked
package io.reprise.trials.bench.measure;

import org.jspecify.annotations.NullMarked;
