package io.reprise.replay.plan;

import io.reprise.replay.target.TargetFacts;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Facts of source topics and of a target for the tests of plans. */
final class TopicFixtures {
  static final TargetFacts COPY =
      new TargetFacts(
          "copy", "each record exactly once", "copies", "copies-id", Map.of(0, 5L, 1, 6L, 2, 7L));

  private TopicFixtures() {}

  /**
   * Topic {@code orders}: each partition holds [100, 600), all committed, 20 bytes for each offset.
   */
  static TopicFacts orders(int partitions) {
    var facts = new ArrayList<PartitionFacts>();
    for (int p = 0; p < partitions; p++) {
      facts.add(new PartitionFacts(p, 100, 600, 600, 10_000));
    }
    return new TopicFacts("orders", "topic-id", false, facts);
  }

  /** Topic {@code orders} with one partition: a transaction is open from 550 on. */
  static TopicFacts withOpenTransaction() {
    return new TopicFacts(
        "orders", "topic-id", false, List.of(new PartitionFacts(0, 100, 550, 600, 10_000)));
  }
}
