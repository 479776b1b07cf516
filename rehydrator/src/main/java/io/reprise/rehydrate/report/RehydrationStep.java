package io.reprise.rehydrate.report;

/** The steps of a rehydration, in order. */
public enum RehydrationStep {
  LOAD,
  INDEX,
  TAIL,
  COMPARE,
  SWAP,
  FOLLOW
}
