package io.reprise.rehydrate.target;

/**
 * Counts of the offsets that were read from a partition. Each offset is in exactly one of these
 * counts.
 *
 * @param folded events that changed or deleted a key's state
 * @param parked events that could not be folded and left the state unchanged
 * @param known events that the key's snapshot already contained
 * @param keyless events without a key, which were skipped
 * @param holes offsets without a record: transaction markers, aborted or compacted records
 */
public record OffsetCounts(long folded, long parked, long known, long keyless, long holes) {
  public static final OffsetCounts NONE = new OffsetCounts(0, 0, 0, 0, 0);

  /** Returns the number of offsets in all counts. */
  public long span() {
    return folded + parked + known + keyless + holes;
  }

  public OffsetCounts plus(OffsetCounts other) {
    return new OffsetCounts(
        folded + other.folded,
        parked + other.parked,
        known + other.known,
        keyless + other.keyless,
        holes + other.holes);
  }
}
