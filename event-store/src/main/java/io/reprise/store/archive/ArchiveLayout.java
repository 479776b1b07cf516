package io.reprise.store.archive;

/**
 * Names of everything in an archive, below the store's prefix: {@code
 * v1/<topic>~<topicId>/p00007/{data,log}/...}.
 */
public final class ArchiveLayout {
  private static final String VERSION = "v1/";

  private ArchiveLayout() {}

  /** What all names of one partition begin with; ends with a slash. */
  public static String directory(PartitionId id) {
    return VERSION + "%s~%s/p%05d/".formatted(id.topic(), id.topicId(), id.partition());
  }

  /** A data object; its index is at the same name with {@link #indexOf}. */
  public static String data(PartitionId id, SegmentName segment) {
    return data(id, segment.fileName());
  }

  /** The index beside a data object. */
  public static String indexOf(String dataName) {
    return dataName.substring(0, dataName.length() - ".avro".length()) + ".idx";
  }

  public static String entry(PartitionId id, long seq) {
    return entries(id) + "%020d.json".formatted(seq);
  }

  /** What all entries, and behind them all checkpoints, begin with. */
  public static String entries(PartitionId id) {
    return directory(id) + "log/";
  }

  /** What all checkpoints begin with. */
  public static String checkpoints(PartitionId id) {
    return entries(id) + "ckpt-";
  }

  /** What all data and index objects begin with. */
  public static String segments(PartitionId id) {
    return directory(id) + "data/";
  }

  /** A committed segment's data object. */
  public static String data(PartitionId id, String file) {
    return segments(id) + file;
  }

  public static String checkpoint(PartitionId id, long seq) {
    return checkpoints(id) + "%020d.json".formatted(seq);
  }
}
