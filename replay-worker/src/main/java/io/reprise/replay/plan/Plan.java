package io.reprise.replay.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.spec.ReplaySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A replay spec whose start and end are resolved to exact offset ranges of the source topic. The
 * ranges are cut into shards. Workers run the plan and do not resolve the start and the end again.
 * Immutable.
 *
 * @param spec the operator's request, from which the plan was made
 * @param topicId Kafka's id of the source topic when the plan was made. If a topic of the same name
 *     has another id later, the plan is void
 * @param compacted whether the source topic is compacted. Compaction may have removed records from
 *     the ranges
 * @param topicPartitions partition count of the source topic
 * @param partitions the selected source partitions and their ranges, in order of partition number
 * @param shards the shards of all ranges, in order of shard index
 * @param records number of planned offsets, including holes and the offsets of filtered records
 * @param bytes estimated stored bytes of the planned offsets
 * @param readAmplification how often each offset is read: 1 unless the ordering is KEY
 * @param targetStarts high watermark of each target partition when the plan was made. The copies
 *     that this replay delivers have these offsets or higher ones in the target. Empty if the
 *     target is not a topic
 * @param expectedSeconds expected duration of the replay, computed from its rate limit, or from an
 *     assumed rate if there is no limit
 * @param notes facts that an operator should know before the start, one sentence each. A note that
 *     begins with {@link #WARNING} names a probable mistake, and is shown also where the plan is
 *     not
 * @param hash hash of everything that decides which records are delivered and where
 * @param archive the part of the plan that is read from the archive; null if the replay reads
 *     nothing from the archive
 * @param reads how much the replay reads from Kafka and from the archive. The hash does not cover
 *     these figures. Null in a plan that Reprise 0.1 made
 * @param targetTopic the topic that the target writes to. If a topic of the same name has another
 *     id later, the plan is void. The hash does not cover the topic. Null if the target is not a
 *     topic, and in a plan that an older version made: the topic is not checked then
 * @param redriven of a redrive, what earlier replays have delivered into its target; empty if there
 *     is none, and in a plan of another replay
 * @param parkedTopic the topic that takes the parked records. The hash does not cover the topic.
 *     Null unless the spec has {@code onError} PARK and the plan is stored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Plan(
    ReplaySpec spec,
    String topicId,
    boolean compacted,
    int topicPartitions,
    List<PlannedPartition> partitions,
    List<ShardPlan> shards,
    long records,
    long bytes,
    int readAmplification,
    Map<Integer, Long> targetStarts,
    long expectedSeconds,
    List<String> notes,
    String hash,
    @Nullable ArchivePart archive,
    @Nullable PlannedReads reads,
    @Nullable TargetTopic targetTopic,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EarlierRedrive> redriven,
    @Nullable ParkedTopic parkedTopic) {

  /** The beginning of a note that names a probable mistake. */
  public static final String WARNING = "warning: ";

  @JsonCreator
  public Plan {
    partitions = List.copyOf(partitions);
    shards = List.copyOf(shards);
    notes = List.copyOf(notes);
    redriven = redriven == null ? List.of() : List.copyOf(redriven);
  }

  /** Creates a plan of a replay that is no redrive and parks no records. */
  public Plan(
      ReplaySpec spec,
      String topicId,
      boolean compacted,
      int topicPartitions,
      List<PlannedPartition> partitions,
      List<ShardPlan> shards,
      long records,
      long bytes,
      int readAmplification,
      Map<Integer, Long> targetStarts,
      long expectedSeconds,
      List<String> notes,
      String hash,
      @Nullable ArchivePart archive,
      @Nullable PlannedReads reads,
      @Nullable TargetTopic targetTopic) {
    this(
        spec,
        topicId,
        compacted,
        topicPartitions,
        partitions,
        shards,
        records,
        bytes,
        readAmplification,
        targetStarts,
        expectedSeconds,
        notes,
        hash,
        archive,
        reads,
        targetTopic,
        List.of(),
        null);
  }

  /**
   * Returns a copy of this plan of a redrive that leaves out what earlier replays have delivered.
   * The hash covers the ids of these replays.
   */
  public Plan withRedriven(List<EarlierRedrive> earlier) {
    return new Plan(
        spec,
        topicId,
        compacted,
        topicPartitions,
        partitions,
        shards,
        records,
        bytes,
        readAmplification,
        targetStarts,
        expectedSeconds,
        notes,
        PlanHash.of(spec, topicId, partitions, earlier),
        archive,
        reads,
        targetTopic,
        earlier,
        parkedTopic);
  }

  /** Returns a copy of this plan whose parked records go to {@code topic}. */
  public Plan withParkedTopic(ParkedTopic topic) {
    return new Plan(
        spec,
        topicId,
        compacted,
        topicPartitions,
        partitions,
        shards,
        records,
        bytes,
        readAmplification,
        targetStarts,
        expectedSeconds,
        notes,
        hash,
        archive,
        reads,
        targetTopic,
        redriven,
        topic);
  }

  /**
   * Returns a copy of this plan with three changes: {@code part} is the part that is read from the
   * archive, {@code reading} says how much is read from each tier, and the notes {@code more} are
   * added.
   */
  public Plan with(ArchivePart part, PlannedReads reading, List<String> more) {
    return copy(partitions, part, reading, more);
  }

  /** Returns a copy of this plan with the notes {@code more} added after its own notes. */
  public Plan withNotes(List<String> more) {
    return more.isEmpty() ? this : copy(partitions, archive, reads, more);
  }

  /**
   * Returns a copy of this plan with the planned partitions {@code timed}, and with the notes
   * {@code more} added after its own. The partitions in {@code timed} differ from those of this
   * plan only in the timestamps of their first and last records.
   */
  public Plan withRecordTimes(List<PlannedPartition> timed, List<String> more) {
    return copy(timed, archive, reads, more);
  }

  /**
   * Returns a copy of this plan for a target topic that did not exist when the plan was made and
   * that exists now. The hash stays the same, because it covers only the name of the target.
   *
   * @param topic the topic with its id
   * @param starts high watermark of each partition of the topic, read after its id
   */
  public Plan withTarget(TargetTopic topic, Map<Integer, Long> starts) {
    return new Plan(
        spec,
        topicId,
        compacted,
        topicPartitions,
        partitions,
        shards,
        records,
        bytes,
        readAmplification,
        starts,
        expectedSeconds,
        notes,
        hash,
        archive,
        reads,
        topic,
        redriven,
        parkedTopic);
  }

  /**
   * Returns a copy of this plan without the shards and without the starts of the target partitions.
   * For a replay that has expired, only this copy is kept.
   */
  public Plan withoutShards() {
    return new Plan(
        spec,
        topicId,
        compacted,
        topicPartitions,
        partitions,
        List.of(),
        records,
        bytes,
        readAmplification,
        Map.of(),
        expectedSeconds,
        notes,
        hash,
        archive,
        reads,
        targetTopic,
        redriven,
        parkedTopic == null ? null : parkedTopic.withoutStarts());
  }

  private Plan copy(
      List<PlannedPartition> timed,
      @Nullable ArchivePart part,
      @Nullable PlannedReads reading,
      List<String> more) {
    var all = new ArrayList<>(notes);
    all.addAll(more);
    return new Plan(
        spec,
        topicId,
        compacted,
        topicPartitions,
        timed,
        shards,
        records,
        bytes,
        readAmplification,
        targetStarts,
        expectedSeconds,
        all,
        hash,
        part,
        reading,
        targetTopic,
        redriven,
        parkedTopic);
  }

  /**
   * Returns how many requested offsets are missing, over all partitions: they are before the
   * partition's first readable offset or after its last one. No range of the plan contains these
   * offsets.
   */
  public long missing() {
    return partitions.stream().mapToLong(PlannedPartition::missing).sum();
  }
}
