package io.reprise.replay.browse;

import io.reprise.replay.park.ParkedMarker;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The causes of the parked records of a topic, the most frequent one first. Shows no value of a
 * record.
 *
 * @param topic the parked topic
 * @param records number of parked records that are selected
 * @param complete whether all records of the topic were read; if not, only the newest ones were
 * @param causes at most {@value #MOST_CAUSES} causes
 * @param otherCauses number of records whose causes are not in {@code causes}
 */
public record ParkedCauses(
    String topic, long records, boolean complete, List<Cause> causes, long otherCauses) {

  static final int MOST_CAUSES = 100;
  private static final int MOST_REPLAYS = 10;

  /**
   * The parked records with one cause.
   *
   * @param fingerprint the fingerprint of the cause
   * @param cause the sentence of the refusal, without the values of the record
   * @param records number of records
   * @param first time at which the first of them was parked
   * @param last time at which the last of them was parked
   * @param partition partition of the parked topic that holds the last of them
   * @param offset offset of the last of them in the parked topic
   * @param replays ids of the replays that parked them; at most 10
   */
  public record Cause(
      String fingerprint,
      String cause,
      long records,
      Instant first,
      Instant last,
      int partition,
      long offset,
      List<String> replays) {}

  /**
   * Counts parked records by cause. Keeps at most {@value #MOST_CAUSES} causes, those that it finds
   * first. Confined to one thread.
   */
  static final class Tally {
    private final ParkedSelection selection;
    private final Map<String, Group> groups = new HashMap<>();
    private long records;
    private long others;

    /** The records of one cause. */
    private static final class Group {
      private final String cause;
      private final TreeSet<String> replays = new TreeSet<>();
      private long records;
      private Instant first = Instant.MAX;
      private Instant last = Instant.MIN;
      private int partition;
      private long offset;

      private Group(String cause) {
        this.cause = cause;
      }
    }

    Tally(ParkedSelection selection) {
      this.selection = selection;
    }

    /** Counts a record of the parked topic, if it is a parked record that is selected. */
    void add(ConsumerRecord<byte[], byte[]> record) {
      var marker = ParkedMarker.of(record.headers()).orElse(null);
      var at = Instant.ofEpochMilli(record.timestamp());
      if (marker == null || !selection.selects(marker, at)) {
        return;
      }
      records++;
      var group = groups.get(marker.fingerprint());
      if (group == null && groups.size() == MOST_CAUSES) {
        others++;
        return;
      }
      if (group == null) {
        group = new Group(marker.cause());
        groups.put(marker.fingerprint(), group);
      }
      add(group, record, marker, at);
    }

    private static void add(
        Group group, ConsumerRecord<byte[], byte[]> record, ParkedMarker marker, Instant at) {
      group.records++;
      if (group.replays.size() < MOST_REPLAYS) {
        group.replays.add(marker.replay());
      }
      group.first = at.isBefore(group.first) ? at : group.first;
      if (!at.isBefore(group.last)) {
        group.last = at;
        group.partition = record.partition();
        group.offset = record.offset();
      }
    }

    ParkedCauses causes(String topic, boolean complete) {
      var causes =
          groups.entrySet().stream()
              .map(e -> cause(e.getKey(), e.getValue()))
              .sorted(
                  Comparator.comparingLong(Cause::records)
                      .reversed()
                      .thenComparing(Cause::fingerprint))
              .toList();
      return new ParkedCauses(topic, records, complete, causes, others);
    }

    private static Cause cause(String fingerprint, Group group) {
      return new Cause(
          fingerprint,
          group.cause,
          group.records,
          group.first,
          group.last,
          group.partition,
          group.offset,
          List.copyOf(group.replays));
    }
  }
}
