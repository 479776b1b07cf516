package io.reprise.local.audit;

/**
 * The result of an audit.
 *
 * @param expected records in the source ranges
 * @param delivered records of the replay in the target
 * @param missing records of the ranges that the target lacks
 * @param duplicated records in the target that it has already, at an earlier place
 * @param altered records in the target whose key, value or timestamp differs from the source, or
 *     whose source offset is outside of the ranges
 * @param outOfOrder records that the target has before a record of the same partition or key that
 *     is earlier in the source
 */
public record AuditReport(
    long expected, long delivered, long missing, long duplicated, long altered, long outOfOrder) {

  /** Returns whether every record was delivered exactly once, unchanged and in order. */
  public boolean isClean() {
    return missing == 0 && duplicated == 0 && altered == 0 && outOfOrder == 0;
  }

  /** Returns the sum of this report and another one. */
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
