package io.reprise.rehydrate;

/** The steps of a run, in order. */
public enum Step {
  LOAD,
  INDEX,
  TAIL,
  COMPARE,
  SWAP,
  FOLLOW
}
