package io.reprise.replay.operate;

import io.reprise.replay.plan.ArchivePart;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.read.ArchiveCatalog;
import io.reprise.store.archive.read.ArchiveQueries;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;

/** Estimates how many of a plan's offsets and bytes are read from the archive. Thread-safe. */
public record ArchiveEstimate(ArchiveCatalog catalog, ArchiveQueries questions) {

  /**
   * Returns the plan with an estimate of what is read from the archive, or the unchanged plan if
   * nothing is read from there.
   */
  Plan addTo(Plan plan, TopicFacts topic) {
    long offsets = 0;
    long bytes = 0;
    long opened = 0;
    for (var partition : plan.partitions()) {
      var cold = cold(partition, topic.partitions().get(partition.partition()));
      if (!cold.isEmpty()) {
        var id = new PartitionId(topic.topic(), topic.topicId(), partition.partition());
        var cost =
            catalog.ask(
                catalog.recent(id),
                archive -> questions.cost(archive, cold, plan.spec().filter().wanted()));
        offsets += cold.span();
        bytes += cost.all();
        opened += cost.opened();
      }
    }
    return offsets == 0
        ? plan
        : plan.with(new ArchivePart(offsets, bytes, opened), note(offsets, bytes, opened));
  }

  private static OffsetRange cold(PlannedPartition planned, PartitionFacts facts) {
    long from = Math.max(planned.range().from(), facts.archived().from());
    long seam = Math.min(facts.logStart(), facts.archived().to());
    return new OffsetRange(from, Math.max(from, Math.min(planned.range().to(), seam)));
  }

  private static String note(long offsets, long bytes, long opened) {
    return opened == bytes
        ? "%d offsets are read from the archive (%d bytes)".formatted(offsets, bytes)
        : "%d offsets are read from the archive; %d of %d bytes are read for the selected keys, the others are skipped"
            .formatted(offsets, opened, bytes);
  }
}
