package io.reprise.rehydrate.postgres.ledger;

/**
 * The run that owns a version.
 *
 * @param number identifies the run; never used again
 */
public record RunId(int version, long number) {}
