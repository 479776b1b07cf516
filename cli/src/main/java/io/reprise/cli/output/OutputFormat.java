package io.reprise.cli.output;

/** The formats of {@code -o}. */
public enum OutputFormat {
  /**
   * Prints a list in columns and a single object with one line per field. Meant for a terminal, not
   * for scripts.
   */
  TABLE,
  /** Prints the table with all its columns, even if it is wider than the terminal. */
  WIDE,
  /** Prints one JSON document. */
  JSON,
  /** Prints one JSON document per line: one line for each item of a list. */
  JSONL,
  /** Prints one YAML document. */
  YAML
}
