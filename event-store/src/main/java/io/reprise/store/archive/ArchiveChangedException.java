package io.reprise.store.archive;

import org.apache.kafka.common.errors.RetriableException;

/**
 * Thrown when a caller uses a state of an archive whose manifests were replaced since it was read,
 * and have been removed. Nothing is damaged. The caller reads the archive's state again and repeats
 * its call; it must not retry with the same state.
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
