package io.reprise.cli.output;

/** The formats of {@code -o}. */
public enum OutputFormat {
  /** Columns, or one line per field: for reading on a terminal, not for scripts. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** One JSON document per line: one line for each item of a list. */
  JSONL,
  /** One YAML document. */
  YAML
}
