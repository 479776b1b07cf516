package io.reprise.store.archive.read;

import io.reprise.store.object.store.ObjectStoreException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Thrown when the object store does not answer or is overloaded. A retry is safe, as for Kafka's
 * {@link RetriableException}s.
 */
public final class ArchiveUnreachableException extends RetriableException {
  private static final long serialVersionUID = 1L;

  ArchiveUnreachableException(ObjectStoreException cause) {
    super(cause.getMessage(), cause);
  }
}
