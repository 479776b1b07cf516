package io.reprise.local.process;

/** Says how a process has ended. Stateless. */
final class ProcessEnd {
  /** Java reports a process that a signal has ended as 128 plus the number of the signal. */
  private static final int SIGNALLED = 128;

  private ProcessEnd() {}

  /**
   * Returns the exit code and the main line of the log, or the signal. A line of the log says
   * nothing about a signal, so it is left out.
   */
  static String text(int exitCode, String mainLogLine) {
    return exitCode > SIGNALLED
        ? "killed by signal " + (exitCode - SIGNALLED)
        : "exit code %d: %s".formatted(exitCode, mainLogLine);
  }
}
