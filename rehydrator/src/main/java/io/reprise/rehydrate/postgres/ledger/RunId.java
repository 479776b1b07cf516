package io.reprise.rehydrate.postgres.ledger;

/**
 * Identifies the run that owns a version.
 *
 * @param version number of the version
 * @param number number of the run; no other run has the same number
 */
public record RunId(int version, long number) {}
