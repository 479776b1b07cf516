package io.reprise.store.snapshot.generation;

import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.fold.ReducerId;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.Watermark;
import java.time.Instant;
import java.util.List;

/**
 * All there is to know of one generation; committed last, so that what it names is there.
 *
 * @param v version of this format
 * @param generation from 1, one more than the one before
 * @param topic the source topic
 * @param topicId of the source topic
 * @param at when it was exported
 * @param partitions of the source topic, in order, from 0, without gaps
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
   * One partition's snapshots.
   *
   * @param processedTo where the tail begins
   * @param emittedTo the first offset behind all that are in some snapshot
   * @param keys how many
   * @param objects in key order
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
   * One object. Its keys are those of no other.
   *
   * @param firstKey in Base64
   * @param lastKey in Base64
   * @param segment name, size and digests
   */
  public record KeyedObject(String firstKey, String lastKey, SegmentFacts segment) {}

  public SnapshotTopic snapshots() {
    return new SnapshotTopic(topic, new ReducerId(reducer, reducerVersion));
  }

  /** Of all objects and their indexes. */
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
