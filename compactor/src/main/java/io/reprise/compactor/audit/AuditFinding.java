package io.reprise.compactor.audit;

import java.util.List;

/**
 * A key whose snapshot and tail are not what its events make of it.
 *
 * @param key as UTF-8
 * @param upTo the end to which both were folded
 */
public record AuditFinding(
    int partition, String key, long upTo, List<FieldDifference> differences) {
  public AuditFinding {
    differences = List.copyOf(differences);
  }
}
