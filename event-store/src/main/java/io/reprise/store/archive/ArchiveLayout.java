package io.reprise.store.archive;

/**
 * Names of all objects of an archive, below the store's prefix: {@code
 * v1/<topic>~<topicId>/p00007/{data,log,manifests}/...}.
 */
public final class ArchiveLayout {
  private static final String VERSION = "v1/";

  private ArchiveLayout() {}

  /**
   * Returns the prefix that the object names of all archives share. The prefix ends with a slash.
   */
  public static String all() {
    return VERSION;
  }

  /**
   * Returns the prefix of the names of all objects in archives of a topic of this name. A topic
   * that was deleted and created again has an archive for each of its topic ids.
   */
  public static String topics(String topic) {
    return VERSION + topic + "~";
  }

  /**
   * Returns the prefix that the names of all archive objects of one topic share. The prefix ends
   * with a slash.
   */
  public static String topic(String topic, String topicId) {
    return topics(topic) + topicId + "/";
  }

  /**
   * Returns the prefix that the names of all archive objects of one partition share. The prefix
   * ends with a slash.
   */
  public static String directory(PartitionId id) {
    return topic(id.topic(), id.topicId()) + "p%05d/".formatted(id.partition());
  }

  /**
   * Returns the name of a segment's data object. {@link #indexOf} gives the name of the segment's
   * index object.
   */
  public static String data(PartitionId id, SegmentName segment) {
    return data(id, segment.fileName());
  }

  /** Returns the name of the index object that belongs to the data object {@code dataName}. */
  public static String indexOf(String dataName) {
    return dataName.substring(0, dataName.length() - ".avro".length()) + ".idx";
  }

  /**
   * Returns the name of a segment's data object. {@code object} is the name of the segment's data
   * object or of its index object.
   */
  public static String dataOf(String object) {
    return object.endsWith(".idx")
        ? object.substring(0, object.length() - ".idx".length()) + ".avro"
        : object;
  }

  public static String entry(PartitionId id, long seq) {
    return entries(id) + "%020d.json".formatted(seq);
  }

  /**
   * Returns the prefix of the names of a partition's commit entries and checkpoints. In name order,
   * the checkpoints follow all entries.
   */
  public static String entries(PartitionId id) {
    return directory(id) + "log/";
  }

  /** Returns the prefix of the names of a partition's checkpoints. */
  public static String checkpoints(PartitionId id) {
    return entries(id) + "ckpt-";
  }

  /** Returns the prefix of the names of a partition's data and index objects. */
  public static String segments(PartitionId id) {
    return directory(id) + "data/";
  }

  /**
   * Returns the full name of a committed segment's data object.
   *
   * @param file the last part of the object's name, as the commit entry contains it
   */
  public static String data(PartitionId id, String file) {
    return segments(id) + file;
  }

  public static String checkpoint(PartitionId id, long seq) {
    return checkpoints(id) + "%020d.json".formatted(seq);
  }

  /** Returns the prefix of the names of a partition's manifests. */
  public static String manifests(PartitionId id) {
    return directory(id) + "manifests/";
  }

  /**
   * Returns the full object name of a manifest.
   *
   * @param file the last part of the object's name, as the checkpoint or the higher manifest that
   *     names this manifest contains it
   */
  public static String manifest(PartitionId id, String file) {
    return manifests(id) + file;
  }
}
