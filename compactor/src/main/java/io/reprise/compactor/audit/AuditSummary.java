package io.reprise.compactor.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What an audit came to.
 *
 * @param keys that were compared
 * @param differing of them
 * @param events of these keys that were replayed
 * @param skipped partitions that could not be audited, with why
 */
public record AuditSummary(long keys, long differing, long events, List<String> skipped) {
  /** Of nothing. */
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
