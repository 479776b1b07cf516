/**
 * Measures what access control, TLS and tracing cost. In: a stack. Out: the rates of services with
 * some of them on, compared with the rates of a service with all of them off, in the same run. Must
 * not know the chaos runs.
 */
@NullMarked
package io.reprise.trials.bench.overhead;

import org.jspecify.annotations.NullMarked;
