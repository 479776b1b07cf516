package io.reprise.runtime.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in plain words why a text is not JSON. Jackson's own messages name its classes and settings,
 * which the sender of a text neither knows nor can change.
 */
final class JsonSyntax {
  static final String TEXT_BEHIND_VALUE = "there is more text after the end of the value";

  private static final String UNKNOWN = "this is not valid JSON";

  /**
   * Matches words in Jackson's messages that only Jackson's users know. A message with such a word
   * is replaced by a general one.
   */
  private static final Pattern JACKSON =
      Pattern.compile("`|Source:|Feature|Jackson|fasterxml|JsonToken|Deserializ");

  /**
   * A pattern of Jackson's messages, and the words that replace a message that matches it. The
   * words may contain groups of the pattern, such as {@code $1}.
   */
  private record Wording(Pattern message, String words) {}

  private static final List<Wording> WORDINGS =
      List.of(
          wording("Duplicate field '(.*)'.*", "key '$1' is given twice"),
          wording(
              "Numeric value \\((.*?)\\) out of range of .*\\((-?\\d+) - (-?\\d+)\\).*",
              "$1 is out of range: use a whole number from $2 to $3"),
          wording("Non-standard token '(.*?)'.*", "$1 is not a number that JSON has"),
          wording(
              "Unrecognized token '(.*?)': was expecting.*",
              "'$1' is not a JSON value: put text in double quotes"),
          wording(
              "Illegal unquoted character \\(\\(CTRL-CHAR, (code \\d+)\\)\\).*",
              "a text has a control character ($1): escape it with a backslash"),
          wording(
              "(?:Illegal|Unexpected) character \\(\\(CTRL-CHAR, (code \\d+)\\)\\).*",
              "unexpected control character ($1)"),
          wording("Unexpected character \\('(.*?)' \\(code .*", "unexpected character '$1'"),
          wording(
              "Unexpected close marker '(.)': expected '(.)'.*",
              "unexpected character '$1': '$2' closes what was opened last"),
          wording("Unrecognized character escape '(.*?)'.*", "'\\\\$1' is no escape that JSON has"),
          wording("Invalid UTF-8 .*", "the text is not valid UTF-8"),
          wording(
              ".*nesting depth.*maximum allowed \\((\\d+).*",
              "objects and lists are nested more than $1 levels deep"),
          wording(
              "Number value length.*maximum allowed \\((\\d+).*",
              "a number has more than $1 digits"),
          wording(
              "Name .*length.*maximum allowed \\((\\d+).*", "a key has more than $1 characters"),
          wording(
              "String value length.*maximum allowed \\((\\d+).*",
              "a text has more than $1 characters"));

  private JsonSyntax() {}

  private static Wording wording(String message, String words) {
    return new Wording(Pattern.compile(message, Pattern.DOTALL), words);
  }

  /**
   * Returns whether the error says that a text has more content after the end of its JSON value.
   */
  static boolean isTextBehindValue(JsonProcessingException e) {
    return e instanceof MismatchedInputException
        && e.getOriginalMessage().startsWith("Trailing token");
  }

  /** Returns what is wrong with the text, as a part of a sentence, without line and column. */
  static String reason(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "the text ends before its value is complete";
    }
    var message = String.valueOf(e.getOriginalMessage());
    for (var wording : WORDINGS) {
      Matcher matcher = wording.message.matcher(message);
      if (matcher.matches()) {
        return matcher.replaceFirst(wording.words);
      }
    }
    var first = message.lines().findFirst().orElse(UNKNOWN);
    return JACKSON.matcher(first).find() ? UNKNOWN : first;
  }
}
