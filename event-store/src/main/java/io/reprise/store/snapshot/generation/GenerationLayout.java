package io.reprise.store.snapshot.generation;

import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.snapshot.SnapshotTopic;

/**
 * Names of everything in the generations of one snapshot topic, below the store's prefix: {@code
 * snapshots/v1/<topic>~<topicId>/<reducer>.v<version>/{data/p00007,generations}/...}.
 *
 * @param topicId of the source topic: one recreated under the same name has another
 */
public record GenerationLayout(SnapshotTopic snapshots, String topicId) {
  private static final String ROOT = "snapshots/v1/";
  private static final String INDEX = ".idx";

  private String directory() {
    return ROOT + snapshots.source() + "~" + topicId + "/" + snapshots.reducer() + "/";
  }

  /** What all manifests begin with. */
  public String manifests() {
    return directory() + "generations/";
  }

  public String manifest(long generation) {
    return manifests() + "%020d.json".formatted(generation);
  }

  /** What all data and index objects begin with. */
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

  /** What an object says of itself. */
  PartitionId id(int partition) {
    return new PartitionId(snapshots.name(), topicId, partition);
  }
}
