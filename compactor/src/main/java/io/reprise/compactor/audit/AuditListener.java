package io.reprise.compactor.audit;

/** Told what an audit finds, and how far it is. Called by the thread that audits. */
public interface AuditListener {

  void found(AuditFinding finding);

  /**
   * @param done offsets of the partition that have been read
   * @param total to read
   */
  void progress(long done, long total);
}
