package io.reprise.cli.output;

/** How results are printed. */
public enum OutputFormat {
  /** For eyes. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** One JSON document a line, a line an item. */
  JSONL,
  /** One YAML document. */
  YAML
}
