package io.reprise.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the newest of many action records. Confined to one thread. */
final class NewestActions {
  private static final Comparator<Numbered> BY_TIME =
      Comparator.comparing((Numbered one) -> one.action().path("at").asText())
          .thenComparing(Numbered::number);

  private final int limit;
  private final PriorityQueue<Numbered> kept = new PriorityQueue<>(BY_TIME);
  private long added;

  /**
   * @param number in which order the record was added; decides between equal times
   */
  private record Numbered(ObjectNode action, long number) {}

  NewestActions(int limit) {
    this.limit = limit;
  }

  void add(ObjectNode action) {
    kept.add(new Numbered(action, added++));
    if (kept.size() > limit) {
      kept.remove();
    }
  }

  /** Returns whether records were dropped because there were more than the limit. */
  boolean isCut() {
    return added > limit;
  }

  /** Returns the records, the oldest first. */
  List<ObjectNode> inOrder() {
    return kept.stream().sorted(BY_TIME).map(Numbered::action).toList();
  }
}
