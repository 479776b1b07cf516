package io.reprise.store.archive;

/**
 * Names of all objects of an archive, below the store's prefix: {@code
 * v1/<topic>~<topicId>/p00007/{data,log,manifests}/...}.
 */
public final class ArchiveLayout {
  private static final String VERSION = "v1/";

  private ArchiveLayout() {}

  /** Prefix of all object names of all archives; ends with a slash. */
  public static String all() {
    return VERSION;
  }

  /** Prefix of the names of all topics that have, or had, this name. */
  public static String topics(String topic) {
    return VERSION + topic + "~";
  }

  /** Prefix of all object names of one topic; ends with a slash. */
  public static String topic(String topic, String topicId) {
    return topics(topic) + topicId + "/";
  }

  /** Prefix of all object names of one partition; ends with a slash. */
  public static String directory(PartitionId id) {
    return topic(id.topic(), id.topicId()) + "p%05d/".formatted(id.partition());
  }

  /** Returns the name of a segment's data object; {@link #indexOf} gives the name of its index. */
  public static String data(PartitionId id, SegmentName segment) {
    return data(id, segment.fileName());
  }

  /** Returns the name of the index object of a data object. */
  public static String indexOf(String dataName) {
    return dataName.substring(0, dataName.length() - ".avro".length()) + ".idx";
  }

  public static String entry(PartitionId id, long seq) {
    return entries(id) + "%020d.json".formatted(seq);
  }

  /**
   * Returns the prefix of all commit entries and checkpoints; in name order, checkpoints follow the
   * entries.
   */
  public static String entries(PartitionId id) {
    return directory(id) + "log/";
  }

  /** Returns the prefix of all checkpoints. */
  public static String checkpoints(PartitionId id) {
    return entries(id) + "ckpt-";
  }

  /** Returns the prefix of all data and index objects. */
  public static String segments(PartitionId id) {
    return directory(id) + "data/";
  }

  /** Returns the name of a committed segment's data object. */
  public static String data(PartitionId id, String file) {
    return segments(id) + file;
  }

  public static String checkpoint(PartitionId id, long seq) {
    return checkpoints(id) + "%020d.json".formatted(seq);
  }

  /** Prefix of all manifests. */
  public static String manifests(PartitionId id) {
    return directory(id) + "manifests/";
  }

  /** Name of a manifest that a checkpoint or another manifest names. */
  public static String manifest(PartitionId id, String file) {
    return manifests(id) + file;
  }
}
