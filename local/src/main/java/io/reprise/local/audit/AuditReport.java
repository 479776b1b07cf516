package io.reprise.local.audit;

/**
 * The result of an audit. All components are numbers of records.
 *
 * @param expected records in the audited ranges of the source topic
 * @param delivered records in the target that the audited replay wrote
 * @param missing records of the audited ranges that the target lacks
 * @param duplicated further copies of a source record in the target, after its first copy
 * @param altered records in the target whose key, value or timestamp differs from the source
 *     record, or whose source offset is outside of the audited ranges
 * @param outOfOrder records in the target that break the order which {@link OrderingScope} requires
 */
public record AuditReport(
    long expected, long delivered, long missing, long duplicated, long altered, long outOfOrder) {

  /** Returns whether every record was delivered exactly once, unchanged and in order. */
  public boolean isClean() {
    return missing == 0 && duplicated == 0 && altered == 0 && outOfOrder == 0;
  }

  /**
   * Returns a report whose counts are the sums of this report's counts and those of {@code other}.
   */
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
