package io.reprise.archiver.operate;

/** Receives the progress of a long operation. Called on the thread that runs the operation. */
@FunctionalInterface
public interface OperationProgress {
  /**
   * Reports progress. Called at intervals while the operation runs.
   *
   * @param done how many of {@code total} units are done
   * @param unit the name of the counted unit, such as {@code segments}
   */
  void at(long done, long total, String unit);
}
