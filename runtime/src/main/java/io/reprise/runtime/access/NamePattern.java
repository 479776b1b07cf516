package io.reprise.runtime.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pattern of names of topics or targets, in which {@code *} stands for any characters. Immutable.
 */
public final class NamePattern {
  private final String text;
  private final Pattern pattern;

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if the pattern is blank
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NamePattern(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a pattern is blank: write a name, or * for all");
    }
    this.text = text;
    this.pattern =
        Pattern.compile(
            Stream.of(text.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
            Pattern.DOTALL);
  }

  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
