package io.reprise.archiver.observe;

/**
 * The steps in which a partition is archived and then trimmed. The constants are in the order in
 * which the steps happen.
 */
public enum ArchiveStep {
  CLAIM,
  SPOOL,
  UPLOAD_DATA,
  UPLOAD_INDEX,
  VERIFY,
  ADD,
  ANCHOR,
  TRIM_INTENT,
  DELETE_RECORDS,
  TRIM_DONE
}
