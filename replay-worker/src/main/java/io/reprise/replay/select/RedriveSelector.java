package io.reprise.replay.select;

import io.reprise.replay.park.DeadLetter;
import io.reprise.replay.park.ParkedMarker;
import io.reprise.replay.park.RecordOrigin;
import io.reprise.replay.plan.EarlierRedrive;
import io.reprise.replay.spec.Redrive;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records of a dead-letter topic a redrive delivers: those that came from one topic,
 * or were parked for its target, have one of the causes, and were not redriven before. Immutable
 * and thread-safe.
 */
final class RedriveSelector {
  private final @Nullable String origin;
  private final boolean takesParked;
  private final Set<String> causes;
  private final List<Earlier> earlier;

  /**
   * An earlier redrive, and the selector of its filter.
   *
   * @param filter selects as the filter of the earlier redrive does
   */
  record Earlier(EarlierRedrive redrive, RecordSelector filter) {

    /** Returns whether the earlier redrive has delivered a record. */
    boolean delivered(ConsumerRecord<byte[], byte[]> record) {
      return redrive.contains(record.partition(), record.offset())
          && hasCause(Set.copyOf(redrive.causes()), record.headers())
          && isSelected(record);
    }

    private boolean isSelected(ConsumerRecord<byte[], byte[]> record) {
      try {
        return filter.select(record) == RecordSelection.DELIVER;
      } catch (UndecidedRecordException e) {
        return false; // The earlier redrive has not delivered this record either.
      }
    }
  }

  /**
   * Creates the selector of a redrive.
   *
   * @param origin the topic of the redrive's target; null if the target names none, so that no dead
   *     letter passes
   * @param takesParked whether records pass that replays into the redrive's target have parked
   */
  RedriveSelector(
      @Nullable String origin, boolean takesParked, Redrive redrive, List<Earlier> earlier) {
    this.origin = origin;
    this.takesParked = takesParked;
    this.causes = Set.copyOf(redrive.causes());
    this.earlier = List.copyOf(earlier);
  }

  boolean passes(ConsumerRecord<byte[], byte[]> record) {
    return isForTarget(record.headers())
        && hasCause(causes, record.headers())
        && earlier.stream().noneMatch(redrive -> redrive.delivered(record));
  }

  private boolean isForTarget(Headers headers) {
    return RecordOrigin.of(headers).filter(from -> from.topic().equals(origin)).isPresent()
        || (takesParked && ParkedMarker.of(headers).isPresent());
  }

  private static boolean hasCause(Set<String> wanted, Headers headers) {
    return wanted.isEmpty()
        || DeadLetter.of(headers)
            .filter(letter -> wanted.contains(letter.cause().fingerprint()))
            .isPresent();
  }
}
