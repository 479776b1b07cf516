package io.reprise.rehydrate.postgres.ledger;

/**
 * Who owns a version.
 *
 * @param number of the run, which no other has or had
 */
public record RunId(int version, long number) {}
