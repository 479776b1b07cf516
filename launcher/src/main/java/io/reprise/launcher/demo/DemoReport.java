package io.reprise.launcher.demo;

/**
 * What a demonstration showed.
 *
 * @param published events acknowledged by ingest
 * @param planned offsets that the replay had to account for
 * @param delivered records that the independent reader found in the target
 * @param missing of the planned records
 * @param duplicated records
 * @param outOfOrder records
 * @param seconds from the first event to the verified receipt
 * @param takeoverSeconds from the kill until the last orphaned shard was claimed anew
 */
public record DemoReport(
    long published,
    long planned,
    long delivered,
    long missing,
    long duplicated,
    long outOfOrder,
    double seconds,
    double takeoverSeconds) {

  boolean isClean() {
    return missing == 0 && duplicated == 0 && outOfOrder == 0 && delivered > 0;
  }
}
