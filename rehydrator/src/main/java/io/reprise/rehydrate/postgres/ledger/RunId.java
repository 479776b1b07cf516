package io.reprise.rehydrate.postgres.ledger;

/**
 * The run that owns a version.
 *
 * @param version number of the version
 * @param number number that identifies the run; no other run gets the same number
 */
public record RunId(int version, long number) {}
