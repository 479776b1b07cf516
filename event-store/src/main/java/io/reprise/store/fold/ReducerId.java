package io.reprise.store.fold;

import java.util.regex.Pattern;

/**
 * Identifies one version of a reducer. The name of a snapshot topic contains this id.
 *
 * @param name consists of lower-case letters, digits and dashes, because it becomes part of a topic
 *     name
 * @param version version number, 1 or higher
 */
public record ReducerId(String name, int version) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  public ReducerId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "reducer name '%s': use lower-case letters, digits and dashes, a letter first"
              .formatted(name));
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "reducer %s has version %d: versions begin at 1".formatted(name, version));
    }
  }

  /** Returns name and version as one word, for example {@code merge.v1}. */
  @Override
  public String toString() {
    return name + ".v" + version;
  }
}
