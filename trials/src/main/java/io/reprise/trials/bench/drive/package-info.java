/**
 * Driving replays and watching what they do from outside. In: a stack and what to replay. Out:
 * replays that ran to their end, and rates taken from offsets and summaries.
 */
@NullMarked
package io.reprise.trials.bench.drive;

import org.jspecify.annotations.NullMarked;
