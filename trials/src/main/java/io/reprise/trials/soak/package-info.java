/**
 * Runs all services for a long time under a steady load, restarts them in turn, and checks that
 * nothing is lost and nothing grows. In: a running stack, a rate and a time. Out: balances, and
 * what each service used. Must not know the chaos runs.
 */
@NullMarked
package io.reprise.trials.soak;

import org.jspecify.annotations.NullMarked;
