package io.reprise.store.snapshot.generation;

import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.archive.segment.write.SegmentWriter;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.generation.GenerationManifest.KeyedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Writes one partition of a generation. Each object is written to local disk, uploaded, read back
 * and checked. The same snapshots always give the same object with the same name. An object that an
 * earlier generation has stored is therefore not stored again.
 *
 * <p>Confined to one thread. {@link #close} removes the spool file.
 */
final class GenerationWriter implements AutoCloseable {
  /**
   * The lease epoch in the names of a generation's objects. It is always 0, because an export needs
   * no claim: if two processes export the same generation, only the one that creates the manifest
   * succeeds.
   */
  private static final long NO_EPOCH = 0;

  private static final int UNKNOWN = ConsumerRecord.NULL_SIZE;

  private final ObjectStore store;
  private final GenerationLayout layout;
  private final int partition;
  private final Path spool;
  private final long cutBytes;
  private final List<KeyedObject> objects = new ArrayList<>();
  private @Nullable SegmentWriter segment;
  private byte[] firstKey = {};
  private byte[] lastKey = {};
  private long rank;

  /**
   * Creates a writer of one partition of a generation.
   *
   * @param spool an existing directory for the spool files
   * @param cutBytes when an object has reached this size in bytes, it is stored and the next one
   *     begins
   */
  GenerationWriter(
      ObjectStore store, GenerationLayout layout, int partition, Path spool, long cutBytes) {
    this.store = store;
    this.layout = layout;
    this.partition = partition;
    this.spool = spool;
    this.cutBytes = cutBytes;
  }

  void add(Snapshot snapshot) {
    var open = segment == null ? begin(snapshot) : segment;
    open.add(asRecord(snapshot));
    lastKey = snapshot.key();
    rank++;
    if (open.spooledBytes() >= cutBytes) {
      end(open);
    }
  }

  private SegmentWriter begin(Snapshot first) {
    var settings = new SegmentSettings(layout.id(partition), rank, NO_EPOCH, Codec.ZSTD);
    segment = new SegmentWriter(spool.resolve(UUID.randomUUID() + ".generation"), settings);
    firstKey = first.key();
    return segment;
  }

  private ConsumerRecord<byte[], byte[]> asRecord(Snapshot snapshot) {
    var headers =
        new RecordHeaders()
            .add(
                SnapshotCodec.HEADER,
                SnapshotCodec.header(
                    snapshot.provenance(),
                    layout.snapshots().reducer().version(),
                    snapshot.state()));
    return new ConsumerRecord<>(
        layout.snapshots().name(),
        partition,
        rank,
        snapshot.provenance().lastTimestamp(),
        TimestampType.CREATE_TIME,
        UNKNOWN,
        UNKNOWN,
        snapshot.key(),
        snapshot.state(),
        headers,
        Optional.empty());
  }

  /**
   * Stores a data object and then its index object, reads both back and checks them. The
   * generation's manifest is stored later, after the objects of all partitions.
   */
  private void end(SegmentWriter open) {
    var spooled = open.finish(rank, Map.of());
    var name = layout.object(partition, spooled.facts());
    var index = layout.index(partition, spooled.facts());
    store.createIfAbsent(name, spooled.header(), spooled.body());
    store.createIfAbsent(index, spooled.index());
    verify(spooled.facts(), name, index);
    objects.add(new KeyedObject(base64(firstKey), base64(lastKey), spooled.facts()));
    close();
  }

  private void verify(SegmentFacts facts, String name, String index) {
    var indexBytes =
        store
            .find(index)
            .orElseThrow(() -> new ObjectMissingException(index, new IOException("no index")));
    try (var data = store.open(name)) {
      SegmentCheck.check(layout.id(partition), facts, name, data, index, indexBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read object '" + name + "' back", e);
    }
  }

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }

  /** Returns the number of snapshots that were added so far. No two of them have the same key. */
  long keys() {
    return rank;
  }

  /**
   * Stores the last object. Returns all objects of the partition; all of them are then stored and
   * checked.
   */
  List<KeyedObject> finish() {
    if (segment != null) {
      end(segment);
    }
    return List.copyOf(objects);
  }

  @Override
  public void close() {
    if (segment != null) {
      segment.close();
      segment = null;
    }
  }
}
