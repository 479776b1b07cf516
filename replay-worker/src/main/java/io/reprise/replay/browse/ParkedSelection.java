package io.reprise.replay.browse;

import io.reprise.replay.park.ParkedMarker;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects parked records. A record must meet all conditions; a condition that is null is met by all
 * records.
 *
 * @param replay id of the replay that parked the record, or the beginning of the id
 * @param fingerprint fingerprint of the cause, or its beginning
 * @param from the earliest time of parking
 * @param to the end of the times of parking, exclusive
 */
public record ParkedSelection(
    @Nullable String replay,
    @Nullable String fingerprint,
    @Nullable Instant from,
    @Nullable Instant to) {

  /** Selects all parked records. */
  public static final ParkedSelection ALL = new ParkedSelection(null, null, null, null);

  /**
   * Returns whether a record is selected.
   *
   * @param parkedAt time of parking
   */
  boolean selects(ParkedMarker marker, Instant parkedAt) {
    return (replay == null || marker.replay().startsWith(replay))
        && (fingerprint == null || marker.fingerprint().startsWith(fingerprint))
        && (from == null || !parkedAt.isBefore(from))
        && (to == null || parkedAt.isBefore(to));
  }
}
