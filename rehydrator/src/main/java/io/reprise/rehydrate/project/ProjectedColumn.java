package io.reprise.rehydrate.project;

import java.util.regex.Pattern;

/**
 * A column that a projection fills. The values of the column may be null.
 *
 * @param name lower-case letters, digits and underscores; not the name of a column that every model
 *     has
 */
public record ProjectedColumn(String name, ColumnType type) {
  private static final Pattern NAME =
      Pattern.compile("(?!(key|last_offset|source_partition|reprise_.*)$)[a-z_][a-z0-9_]{0,62}");

  public ProjectedColumn {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "column '%s': use lower-case letters, digits and underscores, and none of key, last_offset, source_partition and reprise_*"
              .formatted(name));
    }
  }
}
