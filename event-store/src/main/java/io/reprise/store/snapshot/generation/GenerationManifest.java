package io.reprise.store.snapshot.generation;

import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.Watermark;
import java.time.Instant;
import java.util.List;

/**
 * Describes one generation. The manifest is stored after all objects that it names, so these
 * objects exist.
 *
 * @param v format version, 1
 * @param generation number of the generation, counted from 1; numbers are missing only where old
 *     generations were removed
 * @param topic the source topic
 * @param topicId Kafka's id of the source topic
 * @param at when the generation was exported
 * @param partitions the partitions of the source topic in the order of their numbers, from 0,
 *     without gaps
 */
public record GenerationManifest(
    int v,
    long generation,
    String topic,
    String topicId,
    String reducer,
    int reducerVersion,
    Instant at,
    List<Partition> partitions) {
  static final int VERSION = 1;

  public GenerationManifest {
    partitions = List.copyOf(partitions);
  }

  /**
   * The snapshots of one partition in a generation.
   *
   * @param processedTo offset of the source topic at which the tail begins
   * @param emittedTo offset of the source topic. No snapshot includes an event at or above this
   *     offset
   * @param keys number of keys that have a snapshot in this partition
   * @param objects the data objects in the order of their keys
   */
  public record Partition(
      int partition, long processedTo, long emittedTo, long keys, List<KeyedObject> objects) {
    public Partition {
      objects = List.copyOf(objects);
    }

    public Watermark watermark() {
      return new Watermark(processedTo, emittedTo);
    }
  }

  /**
   * One data object of a generation. No two objects contain the same key.
   *
   * @param firstKey lowest key, in Base64
   * @param lastKey highest key, in Base64
   * @param segment name, size and digests of the object
   */
  public record KeyedObject(String firstKey, String lastKey, SegmentFacts segment) {}

  public SnapshotTopic snapshots() {
    return new SnapshotTopic(topic, new ReducerId(reducer, reducerVersion));
  }

  /** Returns the size of the generation in bytes: of all its data objects and index objects. */
  public long bytes() {
    return partitions.stream()
        .flatMap(p -> p.objects().stream())
        .mapToLong(o -> o.segment().bytes() + o.segment().indexBytes())
        .sum();
  }

  public long keys() {
    return partitions.stream().mapToLong(Partition::keys).sum();
  }
}
