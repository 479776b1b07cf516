/**
 * Carries out one run: load, index, tail, compare, swap, follow. In: a request and options. Out:
 * progress and the report. Must not know any database.
 */
@NullMarked
package io.reprise.rehydrate.run;

import org.jspecify.annotations.NullMarked;
