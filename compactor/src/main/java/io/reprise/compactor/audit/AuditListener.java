package io.reprise.compactor.audit;

/** Receives the findings and the progress of an audit, on the thread that runs it. */
public interface AuditListener {

  /** Called for each key whose snapshot plus tail differs from a fold of all its events. */
  void found(AuditFinding finding);

  /**
   * Called after each read of the log.
   *
   * @param done offsets of the partition that have been read
   * @param total offsets to read
   */
  void progress(long done, long total);
}
