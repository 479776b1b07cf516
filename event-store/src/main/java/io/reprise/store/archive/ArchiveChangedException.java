package io.reprise.store.archive;

import org.apache.kafka.common.errors.RetriableException;

/**
 * Thrown when a caller works with an outdated state of an archive: a manifest that this state names
 * was replaced by another one and then removed. Nothing is damaged. The caller must read the
 * archive's current state and repeat its call with that state. A retry with the outdated state
 * fails again.
 */
public final class ArchiveChangedException extends RetriableException {
  private static final long serialVersionUID = 1L;

  public ArchiveChangedException(String object) {
    super(
        "archive object '"
            + object
            + "' was replaced and removed after the archive's state was read: read the state again");
  }
}
