package io.reprise.ingest.client;

import io.reprise.schemas.wire.ReplayMarker;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Tells a handler whether a record came from a replay, so that it can leave out what must happen
 * once only: mails, payments, calls to others.
 */
public final class ReplayHeaders {
  private ReplayHeaders() {}

  /** Whether a replay delivered the record; looks for the marker and does not read it. */
  public static boolean isReplay(Headers headers) {
    return headers.lastHeader(ReplayMarker.HEADER) != null;
  }

  /**
   * Which replay delivered the record, and where it was read; empty on its first delivery.
   *
   * @throws IllegalArgumentException when the marker is of a version that this build does not know
   */
  public static Optional<ReplayMarker> marker(Headers headers) {
    var header = headers.lastHeader(ReplayMarker.HEADER);
    return header == null ? Optional.empty() : Optional.of(ReplayMarker.decode(header.value()));
  }
}
