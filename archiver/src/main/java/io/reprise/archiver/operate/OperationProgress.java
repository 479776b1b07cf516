package io.reprise.archiver.operate;

/** Receives the progress of a long operation, on the thread that runs it. */
@FunctionalInterface
public interface OperationProgress {
  /**
   * Called from time to time.
   *
   * @param done of {@code total}
   * @param unit what is counted
   */
  void at(long done, long total, String unit);
}
