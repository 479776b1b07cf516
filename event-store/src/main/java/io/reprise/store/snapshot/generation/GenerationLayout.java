package io.reprise.store.snapshot.generation;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.snapshot.SnapshotTopic;

/**
 * Names all objects in the generations of one snapshot topic. The names below the store's prefix
 * are {@code snapshots/v1/<topic>~<topicId>/<reducer>.v<version>/{data/p00007,generations}/...}.
 *
 * @param topicId Kafka's id of the source topic; a topic that was deleted and created again has a
 *     different id
 */
public record GenerationLayout(SnapshotTopic snapshots, String topicId) {
  private static final String ROOT = "snapshots/v1/";
  private static final String INDEX = ".idx";

  private String directory() {
    return ROOT + snapshots.source() + "~" + topicId + "/" + snapshots.reducer() + "/";
  }

  /** Returns the prefix that the names of the manifests of all generations share. */
  public String manifests() {
    return directory() + "generations/";
  }

  public String manifest(long generation) {
    return manifests() + "%020d.json".formatted(generation);
  }

  /** Returns the prefix that the names of the data and index objects of all generations share. */
  public String objects() {
    return directory() + "data/";
  }

  public String object(int partition, SegmentFacts segment) {
    return objects() + "p%05d/".formatted(partition) + segment.file();
  }

  public String index(int partition, SegmentFacts segment) {
    var name = object(partition, segment);
    return name.substring(0, name.length() - ".avro".length()) + INDEX;
  }

  /**
   * Returns the id of a partition of the snapshot topic, as the headers of its data objects contain
   * it.
   */
  PartitionId id(int partition) {
    return new PartitionId(snapshots.name(), topicId, partition);
  }
}
