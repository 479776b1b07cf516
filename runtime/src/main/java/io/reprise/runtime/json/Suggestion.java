package io.reprise.runtime.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Names known words in an error message about an unknown word, so that a user sees a spelling
 * mistake. Stateless and thread-safe.
 */
public final class Suggestion {
  private Suggestion() {}

  /**
   * Returns the text to append to the unknown word in an error message. The text suggests the most
   * similar known word if one is similar enough, and otherwise lists all known words. The text is
   * empty if there are no known words.
   */
  public static String among(String unknown, Collection<String> known) {
    if (known.isEmpty()) {
      return "";
    }
    var closest = known.stream().min(Comparator.comparingInt(k -> distance(unknown, k)));
    int limit = Math.max(2, unknown.length() / 3);
    return closest.isPresent() && distance(unknown, closest.get()) <= limit
        ? ": did you mean '" + closest.get() + "'?"
        : ": known are " + String.join(", ", known);
  }

  /**
   * Returns the known words that are similar to the unknown word, the most similar first.
   *
   * @param most how many words are returned at most
   */
  public static List<String> similar(String unknown, Collection<String> known, int most) {
    int limit = Math.max(2, unknown.length() / 3);
    return known.stream()
        .filter(word -> distance(unknown, word) <= limit)
        .sorted(Comparator.comparingInt(word -> distance(unknown, word)))
        .limit(most)
        .toList();
  }

  /**
   * Returns the Levenshtein distance of two words, ignoring case. The method needs memory for only
   * two rows of the Wagner-Fischer table.
   */
  static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    var above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
