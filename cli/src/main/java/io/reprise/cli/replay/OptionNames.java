package io.reprise.cli.replay;

import io.reprise.cli.command.CommandFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the fields of a replay spec in error messages by the options that set them. A worker
 * names a field of the spec, such as {@code source.onMissingOffsets}. An operator who gave the
 * option {@code --on-missing} does not know this field. A field that only the spec file sets keeps
 * its name. Confined to one thread.
 */
final class OptionNames {
  private static final Map<String, String> ADVICE =
      Map.of("set onMissingOffsets to RECORD", "add --on-missing RECORD");

  private final boolean replacesAll;
  private final Map<Pattern, String> options = new LinkedHashMap<>();

  /**
   * Creates an object that does not replace any field yet.
   *
   * @param replacesAll whether a field is replaced even if its option was not given: true if there
   *     is no spec file
   */
  OptionNames(boolean replacesAll) {
    this.replacesAll = replacesAll;
  }

  /**
   * Adds a field of the spec and the option that sets it.
   *
   * @param value the value of the option; null if the option was not given
   */
  OptionNames add(String field, String option, @Nullable Object value) {
    return add(field, option, value != null);
  }

  /**
   * Adds a field of the spec and the option that sets it.
   *
   * @param isGiven whether the option was given
   */
  OptionNames add(String field, String option, boolean isGiven) {
    if (replacesAll || isGiven) {
      options.put(pattern(field), option);
    }
    return this;
  }

  /**
   * Returns a pattern that finds the field in a message. A field without a dot, such as {@code
   * name}, is also a common word. So the pattern finds such a field only at the beginning of a
   * message.
   */
  private static Pattern pattern(String field) {
    return field.contains(".")
        ? Pattern.compile("(?<![\\w.])(?:spec\\.)?" + Pattern.quote(field) + "(?![\\w.])")
        : Pattern.compile("^(?:spec[.:] ?)?" + field + "(?=:| is | has )");
  }

  /**
   * Calls {@code request}. If the request fails, throws a failure with the same exit code and with
   * the names of options in the message.
   */
  <T> T in(Supplier<T> request) {
    try {
      return request.get();
    } catch (CommandFailure e) {
      throw new CommandFailure(e.exitCode(), replace(String.valueOf(e.getMessage())), e);
    }
  }

  /** Returns a message with the names of options in place of the names of fields. */
  String replace(String message) {
    var text = message;
    for (var advice : ADVICE.entrySet()) {
      text = text.replace(advice.getKey(), advice.getValue());
    }
    for (var option : options.entrySet()) {
      text = option.getKey().matcher(text).replaceAll(Matcher.quoteReplacement(option.getValue()));
    }
    return text;
  }
}
