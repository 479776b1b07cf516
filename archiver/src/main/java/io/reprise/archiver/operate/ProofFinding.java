package io.reprise.archiver.operate;

/**
 * A problem that a proof has found.
 *
 * @param object name of the object in the store
 * @param problem what is wrong with the object, and what to do
 */
public record ProofFinding(String object, String problem) {}
