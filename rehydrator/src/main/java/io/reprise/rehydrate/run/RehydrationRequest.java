package io.reprise.rehydrate.run;

import io.reprise.rehydrate.read.FoldFactory;
import io.reprise.rehydrate.report.RehydrationRefusedException;
import io.reprise.rehydrate.target.BulkTarget;
import io.reprise.store.EventLog;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.snapshot.SnapshotSource;
import java.util.Map;
import java.util.Optional;

/**
 * The request of a run: what to read and where to write.
 *
 * @param ends for each partition the end of the range to apply, exclusive
 * @param snapshots the snapshots to load; empty to fold the whole log
 */
public record RehydrationRequest(
    EventLog log,
    TopicFacts topic,
    Map<Integer, Long> ends,
    Optional<SnapshotSource> snapshots,
    FoldFactory folding,
    BulkTarget target) {

  /**
   * Checks that the model can be built from the snapshots or, without snapshots, from the log.
   *
   * @throws RehydrationRefusedException when the topic had a different number of partitions when
   *     the snapshots were made, or when there are no snapshots and the log lacks offsets
   */
  public void check() {
    snapshots.ifPresentOrElse(this::checkPartitions, this::checkWhole);
  }

  private void checkPartitions(SnapshotSource source) {
    int partitions = topic.partitions().size();
    if (source.partitions() != partitions) {
      throw new RehydrationRefusedException(
          "snapshots %s were made of %d partitions, topic %s has %d now, so keys have moved: create the snapshots again"
              .formatted(source.name(), source.partitions(), topic.topic(), partitions));
    }
  }

  private void checkWhole() {
    for (var p : topic.partitions()) {
      long from = p.readable().from();
      if (from > 0 || !p.gap().isEmpty()) {
        throw new RehydrationRefusedException(
            "%s-%d lacks offsets %s, so its log cannot be folded from the first event: start from snapshots"
                .formatted(topic.topic(), p.partition(), from > 0 ? "[0, " + from + ")" : p.gap()));
      }
    }
  }
}
