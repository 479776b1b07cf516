package io.reprise.cli.replay;

/**
 * Prints a line on stderr if the process is ended by a signal, such as that of Ctrl-C, before this
 * object is closed.
 */
final class InterruptNote implements AutoCloseable {
  private final Thread hook;

  private InterruptNote(Thread hook) {
    this.hook = hook;
  }

  /** Starts to wait for a signal. The caller closes the returned object. */
  static InterruptNote of(String line) {
    var hook = new Thread(() -> System.err.printf("%n%s%n", line), "interrupt-note");
    Runtime.getRuntime().addShutdownHook(hook);
    return new InterruptNote(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, so the line was or will be printed.
    }
  }
}
