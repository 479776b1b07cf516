package io.reprise.rehydrate.target;

import java.util.List;

/**
 * A sample of rows of two versions.
 *
 * @param against the version that is visible
 * @param sampled keys that were looked at
 * @param moved keys among them that have events behind the visible version's end, and so may differ
 * @param differing keys among the others whose rows differ, and in what
 */
public record ModelDiff(int against, int sampled, int moved, List<KeyDiff> differing) {
  public ModelDiff {
    differing = List.copyOf(differing);
  }

  /**
   * A key whose rows differ.
   *
   * @param fields columns, or fields of a JSON column as in {@code state.name}; {@code missing in
   *     version 3} if there is no row
   */
  public record KeyDiff(String key, List<String> fields) {
    public KeyDiff {
      fields = List.copyOf(fields);
    }
  }

  /** Of the keys that should be alike, those that are not: 0 to 1. */
  public double share() {
    int alike = sampled - moved;
    return alike == 0 ? 0 : (double) differing.size() / alike;
  }
}
