package io.reprise.cli.output;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stdout is connected to.
 *
 * @param columns how many characters fit into one line; {@link Integer#MAX_VALUE} if stdout is not
 *     a terminal, or if the width of the terminal is not known
 * @param hasColours whether text may be coloured
 */
public record Terminal(int columns, boolean hasColours) {
  /**
   * The system property by which the script {@code reprise} says whether stdout is a terminal. A
   * JVM can tell only whether stdin and stdout both are.
   */
  static final String PROPERTY = "reprise.terminal";

  /** Stdout that is a file or a pipe: lines of any length, no colours. */
  public static final Terminal NONE = new Terminal(Integer.MAX_VALUE, false);

  private static final int NARROWEST = 20;

  /** Returns what stdout of this process is connected to. */
  public static Terminal ofProcess() {
    return of(System.getProperty(PROPERTY), System.console() != null, System.getenv());
  }

  /**
   * Returns what stdout is connected to.
   *
   * @param property the value of {@link #PROPERTY}; null if it is not set
   * @param hasConsole whether the JVM has a console; decides if {@code property} is not set
   * @param environment COLUMNS is the width of the terminal; NO_COLOR and TERM=dumb forbid colours
   */
  static Terminal of(
      @Nullable String property, boolean hasConsole, Map<String, String> environment) {
    boolean isTerminal = property == null ? hasConsole : Boolean.parseBoolean(property);
    if (!isTerminal) {
      return NONE;
    }
    boolean hasColours =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(columns(environment.getOrDefault("COLUMNS", "")), hasColours);
  }

  private static int columns(String written) {
    return written.matches("\\d{1,5}") && Integer.parseInt(written) >= NARROWEST
        ? Integer.parseInt(written)
        : Integer.MAX_VALUE;
  }
}
