package io.reprise.archiver.observe;

/** The steps of archiving and trimming a partition, in their order. */
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
