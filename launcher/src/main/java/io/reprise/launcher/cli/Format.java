package io.reprise.launcher.cli;

/** How results are printed. */
public enum Format {
  /** For eyes. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** One JSON document a line, a line an item. */
  JSONL,
  /** One YAML document. */
  YAML
}
