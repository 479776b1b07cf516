package io.reprise.compactor.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of an audit.
 *
 * @param keys number of keys that were compared
 * @param differing number of compared keys for which the state from the snapshot and the tail
 *     differs from a fold of all events
 * @param events number of events of the compared keys that were folded
 * @param skipped partitions that could not be audited, each with the reason
 */
public record AuditSummary(long keys, long differing, long events, List<String> skipped) {
  /** The summary of an audit that has compared nothing. */
  public static final AuditSummary NOTHING = new AuditSummary(0, 0, 0, List.of());

  public AuditSummary {
    skipped = List.copyOf(skipped);
  }

  AuditSummary plus(AuditSummary other) {
    var both = new ArrayList<>(skipped);
    both.addAll(other.skipped);
    return new AuditSummary(
        keys + other.keys, differing + other.differing, events + other.events, both);
  }

  static AuditSummary skipped(String why) {
    return new AuditSummary(0, 0, 0, List.of(why));
  }
}
