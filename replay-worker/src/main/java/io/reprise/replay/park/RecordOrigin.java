package io.reprise.replay.park;

import io.reprise.schemas.wire.ReplayMarker;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Where a record was before a program set it aside or a replay copied it, as its headers say.
 *
 * @param topic the topic in which the record was
 * @param partition the partition of that topic; -1 if the headers do not name it
 */
public record RecordOrigin(String topic, int partition) {

  /**
   * Reads the headers of a record. The headers of a dead letter count before the marker of a
   * replay: a record that was replayed, and then failed, came from the topic in which it failed.
   * Empty if the headers name no topic.
   */
  public static Optional<RecordOrigin> of(Headers headers) {
    return DeadLetter.of(headers)
        .map(letter -> new RecordOrigin(letter.topic(), letter.partition()))
        .or(() -> ofCopy(headers));
  }

  private static Optional<RecordOrigin> ofCopy(Headers headers) {
    var header = headers.lastHeader(ReplayMarker.HEADER);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    try {
      var marker = ReplayMarker.decode(header.value());
      return Optional.of(new RecordOrigin(marker.topic(), marker.partition()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Another program wrote the header, or a later version of Reprise.
    }
  }
}
