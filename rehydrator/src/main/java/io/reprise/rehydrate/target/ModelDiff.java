package io.reprise.rehydrate.target;

import java.util.List;

/**
 * The result of comparing a sample of rows of the new version with the visible one.
 *
 * @param against the number of the visible version
 * @param sampled the number of compared keys
 * @param moved how many of the compared keys have events after the visible version's position;
 *     their rows may differ
 * @param differing the keys, other than moved ones, whose rows differ
 */
public record ModelDiff(int against, int sampled, int moved, List<KeyDiff> differing) {
  public ModelDiff {
    differing = List.copyOf(differing);
  }

  /**
   * A key whose two rows differ.
   *
   * @param fields columns, or fields of a JSON column as in {@code state.name}; {@code missing in
   *     version 3} if there is no row
   */
  public record KeyDiff(String key, List<String> fields) {
    public KeyDiff {
      fields = List.copyOf(fields);
    }
  }

  /** Returns the share of differing keys among the keys that should be equal, from 0 to 1. */
  public double share() {
    int alike = sampled - moved;
    return alike == 0 ? 0 : (double) differing.size() / alike;
  }
}
