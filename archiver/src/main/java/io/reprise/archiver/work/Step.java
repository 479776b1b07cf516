package io.reprise.archiver.work;

/** The steps of a partition's way into the archive, in their order. */
public enum Step {
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
