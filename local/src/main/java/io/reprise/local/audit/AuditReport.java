package io.reprise.local.audit;

/**
 * What an audit found.
 *
 * @param expected records in the source ranges
 * @param delivered records of the replay in the target
 * @param missing records of the ranges that the target lacks
 * @param duplicated records that the target holds again
 * @param altered records whose key, value or timestamp differs, or that nobody asked for
 * @param outOfOrder records that stand before an earlier one of their partition or key
 */
public record AuditReport(
    long expected, long delivered, long missing, long duplicated, long altered, long outOfOrder) {

  /** Exactly once, unchanged and in order. */
  public boolean isClean() {
    return missing == 0 && duplicated == 0 && altered == 0 && outOfOrder == 0;
  }

  /** Two audits in one. */
  public AuditReport plus(AuditReport other) {
    return new AuditReport(
        expected + other.expected,
        delivered + other.delivered,
        missing + other.missing,
        duplicated + other.duplicated,
        altered + other.altered,
        outOfOrder + other.outOfOrder);
  }
}
