package io.reprise.ingest.client;

import io.reprise.schemas.wire.ReplayMarker;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Recognises records that a replay delivered, so that the handler of a record can omit effects that
 * must happen only once, such as mails and payments. Stateless and thread-safe.
 */
public final class ReplayHeaders {
  private ReplayHeaders() {}

  /**
   * Returns whether a replay delivered the record. Checks only that the marker header exists, so
   * the method does not fail on a marker of a newer version.
   */
  public static boolean isReplay(Headers headers) {
    return headers.lastHeader(ReplayMarker.HEADER) != null;
  }

  /**
   * Returns the replay that delivered the record and the position at which the replay read the
   * record; empty if no replay delivered the record.
   *
   * @throws IllegalArgumentException if the marker is corrupt, or has a version that this build
   *     does not read; a retry fails again
   */
  public static Optional<ReplayMarker> marker(Headers headers) {
    var header = headers.lastHeader(ReplayMarker.HEADER);
    return header == null ? Optional.empty() : Optional.of(ReplayMarker.decode(header.value()));
  }
}
