package io.reprise.cli.compare.match;

/** When a record of the right side stands for a record of the left side. Immutable. */
record Correspondence(MatchBy by, Tolerances tolerances) {

  /** Returns whether two records stand for each other in the order of their sides. */
  boolean holds(Entry left, Entry right) {
    return by == MatchBy.ORIGIN ? left.id().equals(right.id()) : tolerances.areEqual(left, right);
  }

  /** Returns a fingerprint that is the same for any two records that stand for each other. */
  Fingerprint shared(Entry entry) {
    return by == MatchBy.ORIGIN ? entry.id() : entry.content();
  }
}
