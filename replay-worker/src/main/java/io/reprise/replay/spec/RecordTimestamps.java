package io.reprise.replay.spec;

import org.jspecify.annotations.Nullable;

/** The timestamp that a copy of a record gets in the target. */
public enum RecordTimestamps {
  /** The default: the timestamp of the source record. */
  ORIGINAL,
  /**
   * The time of delivery. The replay marker of the copy holds the timestamp of the source record.
   */
  REPLAY;

  /**
   * Tells Jackson to leave out the field from the JSON of a spec if the value is {@code ORIGINAL},
   * the default. Workers of earlier versions do not know the field and can read only a spec without
   * it.
   */
  static final class IsDefault {
    @Override
    public boolean equals(@Nullable Object value) {
      return value == ORIGINAL;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }
}
