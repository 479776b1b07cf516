package io.reprise.archiver.http;

import io.reprise.archiver.operate.Holds;
import io.reprise.runtime.http.RequiredField;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to place a hold. Exactly one of {@code from} and {@code since} is given.
 *
 * @param partitions numbers of the partitions to hold; all when left out
 * @param from the first offset that must stay in Kafka
 * @param since records with a timestamp at or after this time must stay in Kafka
 * @param reason why the hold is needed; kept in the archive's log
 */
record HoldRequest(
    String topic,
    Set<Integer> partitions,
    @Nullable Long from,
    @Nullable Instant since,
    String reason) {
  /**
   * The earliest time that {@code since} can name. A Kafka timestamp is a 64-bit number of
   * milliseconds since 1970, so Kafka cannot find records by a time outside that range.
   */
  private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);

  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  HoldRequest(
      @Nullable String topic,
      @Nullable Set<Integer> partitions,
      @Nullable Long from,
      @Nullable Instant since,
      @Nullable String reason) {
    this.topic = RequiredField.text("topic", topic);
    this.partitions = partitions == null ? Set.of() : Set.copyOf(partitions);
    this.from = from;
    this.since = since;
    this.reason = RequiredField.text("reason", reason);
    if ((from == null) == (since == null)) {
      throw new IllegalArgumentException("give either from, an offset, or since, a time");
    }
    if (from != null && from < 0) {
      throw new IllegalArgumentException("from is " + from + ": give an offset of 0 or more");
    }
    if (since != null && (since.isBefore(FIRST) || since.isAfter(LAST))) {
      throw new IllegalArgumentException(
          "since is %s: give a time from %s to %s".formatted(since, FIRST, LAST));
    }
  }

  List<Holds.Placed> place(Holds holds, String by) {
    return from != null
        ? holds.add(topic, partitions, from, reason, by)
        : holds.addSince(topic, partitions, Objects.requireNonNull(since), reason, by);
  }
}
