package io.reprise.rehydrate.read;

import io.reprise.store.OffsetNotInLogException;

/** Offsets that are needed are gone; a retry does not help. What readers see did not change. */
public final class TailMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TailMissingException(String partition, OffsetNotInLogException cause) {
    super(
        "offset %d of %s is needed, but the log holds %s and no archive has it: load newer snapshots"
            .formatted(cause.offset(), partition, cause.log()),
        cause);
  }
}
