package io.reprise.cli.output;

import java.util.Map;

/** Colours the cells of tables, if the terminal has colours. Stateless and thread-safe. */
enum CellStyle {
  /** Leaves every cell as it is. */
  PLAIN,
  /** Shows headings in bold, and states in the colour of their urgency. */
  COLOURED;

  private static final String BOLD = "1";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";

  /** The colours of states and of answers of checks, by the text of the whole cell. */
  private static final Map<String, String> COLOURS =
      Map.ofEntries(
          Map.entry("FAILED", RED),
          Map.entry("FAILING", RED),
          Map.entry("COMPLETED", GREEN),
          Map.entry("RUNNING", GREEN),
          Map.entry("CLAIMED", GREEN),
          Map.entry("DONE", GREEN),
          Map.entry("PAUSING", YELLOW),
          Map.entry("PAUSED", YELLOW),
          Map.entry("CANCELLING", YELLOW),
          Map.entry("CANCELLED", YELLOW),
          Map.entry("STOPPED", YELLOW));

  /** Returns the style of a terminal. */
  static CellStyle of(Terminal terminal) {
    return terminal.hasColours() ? COLOURED : PLAIN;
  }

  String heading(String text) {
    return this == PLAIN || text.isEmpty() ? text : coloured(text, BOLD);
  }

  String cell(String text) {
    var colour = COLOURS.get(text);
    return this == PLAIN || colour == null ? text : coloured(text, colour);
  }

  private static String coloured(String text, String code) {
    return "\u001b[%sm%s\u001b[0m".formatted(code, text);
  }
}
