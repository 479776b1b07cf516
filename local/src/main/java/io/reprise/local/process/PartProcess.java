package io.reprise.local.process;

import java.util.List;

/**
 * A process that was started and may not accept requests yet. Thread-safe. No method waits for more
 * than some seconds.
 */
public interface PartProcess {
  long pid();

  boolean isAlive();

  /** Returns whether the process accepts requests, or did so before it ended. */
  boolean isReady();

  /**
   * Waits until the process has ended.
   *
   * @throws InterruptedException if the thread is interrupted first
   */
  void awaitEnd() throws InterruptedException;

  /**
   * Returns how the process has ended and, unless a signal ended it, the main line of its log, for
   * example {@code exit code 1: no space left on device}. Requires that the process has ended.
   */
  String whyEnded();

  /** Returns the last lines that the process has written to its log, the newest one last. */
  List<String> lastLines(int count);

  /** Sends SIGTERM and returns at once. */
  void requestStop();

  /** Sends SIGKILL and returns at once. */
  void forceStop();
}
