package io.reprise.replay.group;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a move would do now. Immutable.
 *
 * @param topicId Kafka's id of the topic
 * @param again number of offsets that the group will read again; it has at most so many records
 * @param skipped number of offsets that the group will not read
 * @param archived number of offsets that were asked for but that only the archive has
 * @param archivedRecords number of records at these offsets; null if there are none, or if the
 *     archive did not answer
 * @param lost number of offsets that were asked for but that no tier has
 * @param notes sentences for the operator
 * @param hash what {@link MoveHash} computes: the consent to a move names it
 */
public record GroupMovePlan(
    String group,
    MoveKind kind,
    String topic,
    String topicId,
    List<MovedPartition> partitions,
    long again,
    long skipped,
    long archived,
    @Nullable Long archivedRecords,
    long lost,
    List<String> notes,
    String hash) {

  /** Returns the partitions whose offset changes. */
  public List<MovedPartition> changed() {
    return partitions.stream().filter(MovedPartition::changes).toList();
  }

  /** Returns a copy that says how many records the archived offsets have. */
  GroupMovePlan withArchivedRecords(long records) {
    return new GroupMovePlan(
        group,
        kind,
        topic,
        topicId,
        partitions,
        again,
        skipped,
        archived,
        records,
        lost,
        notes,
        hash);
  }

  /** Returns a copy with one more note. */
  GroupMovePlan withNote(String note) {
    var more = new ArrayList<>(notes);
    more.add(note);
    return new GroupMovePlan(
        group,
        kind,
        topic,
        topicId,
        partitions,
        again,
        skipped,
        archived,
        archivedRecords,
        lost,
        List.copyOf(more),
        hash);
  }
}
