package io.reprise.replay.spec;

/**
 * The number of parked records at which a replay pauses by itself. A target that refuses most of
 * its records would otherwise get a copy of the source in its parked topic. The replay pauses when
 * both limits are exceeded.
 *
 * @param share the largest share of parked records among the records that were delivered or parked,
 *     from 0 to 1. At 1 the replay never pauses by itself
 * @param records the largest number of parked records, however large their share is
 */
public record ParkedLimit(double share, long records) {

  /** The limit of a replay whose spec names none: 5 percent, and 100 records. */
  public static final ParkedLimit DEFAULT = new ParkedLimit(0.05, 100);

  public ParkedLimit {
    if (!(share >= 0 && share <= 1)) {
      throw new InvalidSpecException(
          "parkedLimit.share is %s: it must be from 0 to 1, and 1 never pauses the replay"
              .formatted(share));
    }
    if (records < 0) {
      throw new InvalidSpecException(
          "parkedLimit.records is %d: it must be at least 0".formatted(records));
    }
  }

  /** Returns whether a replay with these counts has to pause. */
  public boolean isExceeded(long parked, long delivered) {
    return parked > records && parked > share * (parked + delivered);
  }
}
