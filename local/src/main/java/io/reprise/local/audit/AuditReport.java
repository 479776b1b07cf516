package io.reprise.local.audit;

/**
 * The result of an audit.
 *
 * @param expected records in the source ranges
 * @param delivered records of the replay in the target
 * @param missing records of the ranges that the target lacks
 * @param duplicated further copies of a record in the target
 * @param altered records whose key, value or timestamp differs, or that are outside of the ranges
 * @param outOfOrder records that the target has in front of an earlier record of their partition or
 *     key
 */
public record AuditReport(
    long expected, long delivered, long missing, long duplicated, long altered, long outOfOrder) {

  /** Returns whether every record was delivered exactly once, unchanged and in order. */
  public boolean isClean() {
    return missing == 0 && duplicated == 0 && altered == 0 && outOfOrder == 0;
  }

  /** Returns the sum of two audits. */
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
