/**
 * {@code reprise bench}: measures this installation on this machine, beside the tool that a figure
 * is compared with. In: a bench's name. Out: one report of one run. What is measured lives in a
 * package for each bench; peers and the driving of replays in packages of their own.
 */
@NullMarked
package io.reprise.trials.bench;

import org.jspecify.annotations.NullMarked;
