package io.reprise.compactor.audit;

/** Receives the findings and the progress of an audit, on the thread that runs it. */
public interface AuditListener {

  /**
   * Called for each key for which the state from its snapshot and the tail differs from a fold of
   * all its events.
   */
  void found(AuditFinding finding);

  /**
   * Called after each read of the audited partition's events.
   *
   * @param done number of the partition's offsets that the audit has read so far
   * @param total number of the partition's offsets that the audit reads in all
   */
  void progress(long done, long total);
}
