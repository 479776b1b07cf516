package io.reprise.archiver.operate;

/** Told how far something long has come. */
@FunctionalInterface
public interface OperationProgress {
  /**
   * @param done of {@code total}
   * @param unit what is counted
   */
  void at(long done, long total, String unit);
}
