package io.reprise.runtime.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a part of a record: a field of the value, the key, or a header. Immutable.
 *
 * @param names the names from the value to the field, such as {@code address} and {@code street};
 *     {@value #ANY} stands for every name. The key has the one name {@value #KEY}. A header has the
 *     names {@value #HEADERS} and its own
 */
public record FieldPath(List<String> names) {
  static final String KEY = "$key";
  static final String HEADERS = "$headers";
  static final String ANY = "*";

  private static final Pattern HEADER = Pattern.compile("\\$headers\\.[!-~]+");
  private static final Pattern NAME = Pattern.compile("[^\\s\\[\\]$.*]+|\\*");

  public FieldPath {
    names = List.copyOf(names);
  }

  /**
   * Reads a path from its text in a policy.
   *
   * @throws IllegalArgumentException if the text is no path; the message says what to write
   */
  static FieldPath parse(String text) {
    if (text.equals(KEY)) {
      return new FieldPath(List.of(KEY));
    }
    if (HEADER.matcher(text).matches()) {
      return ofHeader(text.substring(HEADERS.length() + 1));
    }
    if (text.startsWith("$")) {
      throw new IllegalArgumentException(
          "nothing of a record is called '%s': write $key, $headers.NAME, or the path of a field, as in address.street"
              .formatted(text));
    }
    var names = List.of(text.split("\\.", -1));
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw new IllegalArgumentException(
          "field '%s' is not a path: write names with a dot between them, as in address.street, and * for every name; a list stands for its elements, so write items.price for the prices of all items"
              .formatted(text));
    }
    return new FieldPath(names);
  }

  /** Returns the path of a field in the value; of the value itself if there are no names. */
  public static FieldPath ofField(List<String> names) {
    return new FieldPath(names);
  }

  /** Returns the path of the key. */
  public static FieldPath ofKey() {
    return new FieldPath(List.of(KEY));
  }

  /** Returns the path of a header. */
  public static FieldPath ofHeader(String name) {
    return new FieldPath(List.of(HEADERS, name));
  }

  boolean isInValue() {
    return names.isEmpty() || !names.get(0).startsWith("$");
  }

  /**
   * Returns the path of what both paths name: the longer one, with the names that the other one
   * gives for {@value #ANY}. Empty if nothing is named by both.
   */
  Optional<FieldPath> meet(FieldPath other) {
    if (isInValue() != other.isInValue()) {
      return Optional.empty();
    }
    var longer = names.size() >= other.names.size() ? names : other.names;
    int common = Math.min(names.size(), other.names.size());
    var met = new ArrayList<>(longer);
    for (int i = 0; i < common; i++) {
      var name = names.get(i);
      var others = other.names.get(i);
      if (!name.equals(others) && !name.equals(ANY) && !others.equals(ANY)) {
        return Optional.empty();
      }
      met.set(i, name.equals(ANY) ? others : name);
    }
    return Optional.of(new FieldPath(met));
  }

  /** Returns whether another path names a part of what this path names, and not all of it. */
  boolean contains(FieldPath other) {
    return !equals(other) && meet(other).filter(other::equals).isPresent();
  }

  /** Returns the path as a policy has it. */
  @Override
  public String toString() {
    return String.join(".", names);
  }
}
