package io.reprise.rehydrate.target;

import java.util.List;

/**
 * The result of comparing a sample of rows of the new version with the rows of the visible version.
 *
 * @param against the number of the visible version
 * @param sampled the number of compared keys
 * @param moved how many of the compared keys have events after the visible version's position;
 *     their rows may differ
 * @param differing the keys, other than those counted in {@code moved}, whose rows differ
 */
public record ModelDiff(int against, int sampled, int moved, List<KeyDiff> differing) {
  public ModelDiff {
    differing = List.copyOf(differing);
  }

  /**
   * A key whose rows differ between the two versions.
   *
   * @param fields names of the columns that differ, or of fields of a JSON column, as in {@code
   *     state.name}; only {@code missing in version 3} if that version has no row of the key
   */
  public record KeyDiff(String key, List<String> fields) {
    public KeyDiff {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Returns the share of differing keys, from 0 to 1, among the compared keys that are not counted
   * in {@code moved}.
   */
  public double share() {
    int alike = sampled - moved;
    return alike == 0 ? 0 : (double) differing.size() / alike;
  }
}
