package io.reprise.replay.operate;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.plan.ArchivePart;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.plan.PlannedReads;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.read.ReadCosts;
import io.reprise.store.archive.read.ReadCosts.ColdRange;
import io.reprise.store.archive.read.ReadCosts.Cost;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes how many offsets and bytes of a plan a replay would read from the archive. Thread-safe.
 */
public record ArchiveEstimate(ReadCosts costs) {

  /**
   * Returns a copy of the plan that says how many offsets and bytes are read from the archive. If
   * the plan reads nothing from the archive, returns the plan unchanged and sends no request to the
   * object store.
   *
   * @throws org.apache.kafka.common.errors.RetriableException when the archive does not answer
   *     before the deadline; the message names the partitions without an answer
   */
  Plan addTo(Plan plan, TopicFacts topic, Deadline deadline) {
    var ranges = new ArrayList<ColdRange>();
    double hotBytes = 0;
    for (var partition : plan.partitions()) {
      var facts = topic.partitions().get(partition.partition());
      var cold = cold(partition, facts);
      hotBytes += facts.bytesPerOffset() * (partition.range().span() - cold.span());
      if (!cold.isEmpty()) {
        var id = new PartitionId(topic.topic(), topic.topicId(), partition.partition());
        ranges.add(new ColdRange(id, cold));
      }
    }
    return ranges.isEmpty()
        ? plan
        : withCost(
            plan, ranges, costs.of(ranges, plan.spec().filter().wanted(), deadline), hotBytes);
  }

  private static OffsetRange cold(PlannedPartition planned, PartitionFacts facts) {
    long from = Math.max(planned.range().from(), facts.archived().from());
    long seam = Math.min(facts.logStart(), facts.archived().to());
    return new OffsetRange(from, Math.max(from, Math.min(planned.range().to(), seam)));
  }

  private static Plan withCost(Plan plan, List<ColdRange> ranges, Cost cost, double hotBytes) {
    long offsets = ranges.stream().mapToLong(cold -> cold.range().span()).sum();
    return plan.with(
        new ArchivePart(offsets, cost.bytes(), cost.opened()),
        new PlannedReads(Math.round(hotBytes), cost.opened(), cost.records(), cost.gets()),
        notes(offsets, cost));
  }

  private static List<String> notes(long offsets, Cost cost) {
    var notes = new ArrayList<String>();
    notes.add(
        cost.opened() == cost.bytes()
            ? "%d offsets are read from the archive (%d bytes)".formatted(offsets, cost.bytes())
            : "%d offsets are read from the archive; %d of %d bytes are read for the selected keys, the others are skipped"
                .formatted(offsets, cost.opened(), cost.bytes()));
    if (cost.unanswered() > 0) {
      notes.add(
          "the indexes of %d archived segments did not arrive in time: these segments are counted as read in full"
              .formatted(cost.unanswered()));
    }
    return notes;
  }
}
