package io.reprise.runtime.log;

import java.util.Locale;

/** The format of the log of this process. */
public enum LogFormat {
  /** A line of text for each event. */
  TEXT,
  /** A JSON object in a line for each event. */
  JSON;

  /**
   * Chooses this format for the whole process, whatever the environment variable {@code
   * REPRISE_LOG_FORMAT} says. Has an effect only before the process creates its first logger.
   */
  public void choose() {
    System.setProperty("REPRISE_LOG_FORMAT", name().toLowerCase(Locale.ROOT));
  }
}
