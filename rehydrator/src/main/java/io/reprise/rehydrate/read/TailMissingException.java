package io.reprise.rehydrate.read;

import io.reprise.store.OffsetNotInLogException;

/**
 * Thrown when offsets that the run needs are neither in Kafka nor in the archive. A retry does not
 * help. The error does not change which version readers see.
 */
public final class TailMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TailMissingException(String partition, OffsetNotInLogException cause) {
    super(
        "offset %d of %s is needed, but Kafka holds %s and no archive has it: load newer snapshots"
            .formatted(cause.offset(), partition, cause.log()),
        cause);
  }
}
