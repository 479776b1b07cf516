package io.reprise.store.select;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says in one sentence why the text of an expression cannot be parsed. */
final class SyntaxFaults {
  /** What the parser says of a word that it did not expect. It goes on with what it expected. */
  private static final Pattern UNEXPECTED =
      Pattern.compile(
          "(?s)(?:(?:mismatched|extraneous) input|no viable alternative at input"
              + "|token recognition error at:) '(.*?)'(?: expecting .*)?");

  private static final Pattern TOO_DEEP = Pattern.compile("Expression recursion limit exceeded.*");
  private static final String END = "<EOF>";

  private SyntaxFaults() {}

  static InvalidExpressionException of(CelValidationException failure, TextPlace place) {
    var issue = first(failure);
    return new InvalidExpressionException(
        "%s: %s".formatted(place.of(issue.getSourceLocation()), text(issue.getMessage())));
  }

  /** Returns the fault that is first in the text. The others are often consequences of it. */
  static CelIssue first(CelValidationException failure) {
    return failure.getErrors().stream()
        .min(Comparator.comparing(CelIssue::getSourceLocation))
        .orElseThrow(() -> new IllegalStateException(failure));
  }

  private static String text(String message) {
    if (TOO_DEEP.matcher(message).matches()) {
      return "the expression is nested deeper than %d levels".formatted(CelDialect.MAX_DEPTH);
    }
    var unexpected = UNEXPECTED.matcher(message);
    if (!unexpected.matches()) {
      return plain(message);
    }
    var word = unexpected.group(1).strip();
    if (word.equals(END)) {
      return "the expression ends too early";
    }
    return word.equals("=") ? "unexpected '=': compare with ==" : "unexpected '%s'".formatted(word);
  }

  private static String plain(String message) {
    var text = message.replace("'" + END + "'", "the end");
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
