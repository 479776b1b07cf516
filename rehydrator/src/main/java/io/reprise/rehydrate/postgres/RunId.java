package io.reprise.rehydrate.postgres;

/**
 * Who owns a version.
 *
 * @param number of the run, which no other has or had
 */
record RunId(int version, long number) {}
