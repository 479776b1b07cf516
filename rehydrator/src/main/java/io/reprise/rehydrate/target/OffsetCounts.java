package io.reprise.rehydrate.target;

/**
 * What became of the offsets of a partition that were read, each in exactly one of these.
 *
 * @param folded changed a key's state, or deleted it
 * @param parked could not be folded; they left the state as it was
 * @param known were in the key's snapshot already
 * @param keyless had no key and were skipped
 * @param holes had no record: transaction markers, aborted or compacted records
 */
public record OffsetCounts(long folded, long parked, long known, long keyless, long holes) {
  public static final OffsetCounts NONE = new OffsetCounts(0, 0, 0, 0, 0);

  /** How many offsets these are. */
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
