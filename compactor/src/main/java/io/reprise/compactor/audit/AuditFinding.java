package io.reprise.compactor.audit;

import java.util.List;

/**
 * A key whose snapshot plus tail differs from a fold of all its events.
 *
 * @param key decoded as UTF-8
 * @param upTo exclusive end of the offsets that both results include
 */
public record AuditFinding(
    int partition, String key, long upTo, List<FieldDifference> differences) {
  public AuditFinding {
    differences = List.copyOf(differences);
  }
}
