package io.reprise.replay.target;

import java.util.regex.Pattern;

/**
 * A pattern of topic names. Each {@code *} stands for one or more characters; every other character
 * stands for itself. Immutable.
 *
 * @param text the pattern, such as {@code *-shadow}
 */
public record TopicPattern(String text) {
  private static final int MOST_CHARACTERS = 249;
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._*-]{1,249}");
  private static final Pattern LEGAL_TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[a-zA-Z0-9]");

  /**
   * Creates a pattern.
   *
   * @throws IllegalArgumentException if the text has no {@code *}, no letter or digit, or a
   *     character that no topic name can have. A pattern without a letter or digit would allow
   *     almost every topic, also those that consumers read
   */
  public TopicPattern {
    requireValid(text);
  }

  /**
   * Requires that a text is a pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  static void requireValid(String text) {
    if (!LEGAL.matcher(text).matches()
        || text.indexOf('*') < 0
        || !LETTER_OR_DIGIT.matcher(text).find()) {
      throw new IllegalArgumentException(
          "'%s' is not a pattern of topic names: give 1 to %d of the characters a-z, A-Z, 0-9, '.', '_' and '-', among them at least one letter or digit, and at least one '*', which stands for one or more characters"
              .formatted(text, MOST_CHARACTERS));
    }
  }

  /** Returns whether Kafka allows a topic of this name and the name has the form of the pattern. */
  public boolean matches(String topic) {
    var fixed = text.split("\\*", -1);
    if (!LEGAL_TOPIC.matcher(topic).matches() || !topic.startsWith(fixed[0])) {
      return false;
    }
    int position = fixed[0].length();
    for (int i = 1; i < fixed.length - 1; i++) {
      int found = topic.indexOf(fixed[i], position + 1);
      if (found < 0) {
        return false;
      }
      position = found + fixed[i].length();
    }
    var last = fixed[fixed.length - 1];
    return topic.endsWith(last) && topic.length() - last.length() > position;
  }
}
