package io.reprise.archiver.operate;

/**
 * Something that is not as it must be.
 *
 * @param object its name in the store
 * @param problem what is wrong with it and what to do
 */
public record ProofFinding(String object, String problem) {}
