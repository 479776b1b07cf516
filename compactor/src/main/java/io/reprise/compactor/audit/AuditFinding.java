package io.reprise.compactor.audit;

import java.util.List;

/**
 * A key for which the state from its snapshot and the tail differs from a fold of all its events.
 *
 * @param key the key, decoded as UTF-8
 * @param upTo exclusive end of the offsets whose events both states include
 */
public record AuditFinding(
    int partition, String key, long upTo, List<FieldDifference> differences) {
  public AuditFinding {
    differences = List.copyOf(differences);
  }
}
