package io.reprise.store.archive.read;

import io.reprise.store.object.store.ObjectStoreException;
import org.apache.kafka.common.errors.RetriableException;

/** The store does not answer, or is overloaded. Retriable, like Kafka's own. */
public final class ArchiveUnreachableException extends RetriableException {
  private static final long serialVersionUID = 1L;

  ArchiveUnreachableException(ObjectStoreException cause) {
    super(cause.getMessage(), cause);
  }
}
