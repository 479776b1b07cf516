package io.reprise.replay.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.spec.ReplaySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A spec resolved against its source topic: exact offset ranges, cut into shards. Workers run the
 * plan and do not read the spec's bounds again. Immutable.
 *
 * @param spec the request
 * @param topicId id of the source topic; the plan is void if the topic of this name now has a
 *     different id
 * @param compacted whether the source topic is compacted, which may have removed records
 * @param topicPartitions partition count of the source topic
 * @param partitions the selected partitions, in order
 * @param shards the units of work, by index
 * @param records offsets to account for, including holes and filtered records
 * @param bytes estimated stored bytes of these offsets
 * @param readAmplification how often each offset is read: 1 unless the ordering is KEY
 * @param targetStarts high watermark of each target partition when the plan was made: the records
 *     of this replay in the target have these offsets or higher ones; empty when the target is not
 *     a topic
 * @param expectedSeconds expected duration, at the rate limit or, without one, at an assumed rate
 * @param notes facts that an operator should know before the start, one sentence each
 * @param hash hash over everything that decides which record is delivered to which place
 * @param archive the part that is read from the archive; null when there is none
 * @param reads how much is read from each tier; not part of the hash; null in a plan that version
 *     0.1 made
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
    @Nullable PlannedReads reads) {

  public Plan {
    partitions = List.copyOf(partitions);
    shards = List.copyOf(shards);
    notes = List.copyOf(notes);
  }

  /** Returns this plan with a part that is read from the archive, and more notes. */
  public Plan with(ArchivePart part, PlannedReads reading, List<String> more) {
    return copy(part, reading, more);
  }

  /** Returns this plan with more notes. */
  public Plan withNotes(List<String> more) {
    return more.isEmpty() ? this : copy(archive, reads, more);
  }

  private Plan copy(@Nullable ArchivePart part, @Nullable PlannedReads reading, List<String> more) {
    var all = new ArrayList<>(notes);
    all.addAll(more);
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
        all,
        hash,
        part,
        reading);
  }

  /** Returns how many requested offsets are not in the log. */
  public long missing() {
    return partitions.stream().mapToLong(PlannedPartition::missing).sum();
  }
}
