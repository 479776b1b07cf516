package io.reprise.rehydrate.report;

/** The steps of a run, in order. */
public enum RehydrationStep {
  LOAD,
  INDEX,
  TAIL,
  COMPARE,
  SWAP,
  FOLLOW
}
