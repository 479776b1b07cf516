package io.reprise.replay.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reprise.replay.spec.ReplaySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A spec resolved against a topic: the exact offsets, cut into shards. What runs is this, not the
 * spec.
 *
 * @param spec what was asked for
 * @param topicId identity of the source topic; another id under the same name voids the plan
 * @param compacted whether the source topic is compacted, so that records may be gone
 * @param topicPartitions partition count of the source topic
 * @param partitions the selected partitions, in order
 * @param shards the pieces of work, by index
 * @param records offsets to account for, before holes and filters
 * @param bytes estimated stored bytes behind them
 * @param readAmplification how often each offset is read: 1 except for KEY
 * @param targetStarts where the target topic ended when this was planned: nothing of this replay
 *     lies before; empty when the target is no topic
 * @param expectedSeconds at the throttle, or at a rate assumed for this machine class
 * @param notes what an operator should know before starting, one sentence each
 * @param hash identifies everything above that decides what is delivered where
 * @param archive what of it comes from the archive; null when nothing does
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
    @Nullable ArchivePart archive) {

  public Plan {
    partitions = List.copyOf(partitions);
    shards = List.copyOf(shards);
    notes = List.copyOf(notes);
  }

  /** The same plan, of which a part comes from the archive. */
  public Plan with(ArchivePart part, String note) {
    var more = new ArrayList<>(notes);
    more.add(note);
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
        more,
        hash,
        part);
  }

  /** Offsets that were asked for and that the log no longer holds. */
  public long missing() {
    return partitions.stream().mapToLong(PlannedPartition::missing).sum();
  }
}
