package io.reprise.store.snapshot.generation;

import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.read.BlockDecoder;
import io.reprise.store.object.store.ObjectFetcher;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.snapshot.Snapshot;
import io.reprise.store.snapshot.SnapshotCodec;
import io.reprise.store.snapshot.SnapshotSource;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import io.reprise.store.snapshot.Watermark;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the snapshots of one generation, one object after the other, and checks the checksum of
 * each block.
 */
public final class GenerationSnapshots implements SnapshotSource {
  private final ObjectFetcher store;
  private final GenerationLayout layout;
  private final GenerationManifest manifest;

  GenerationSnapshots(ObjectFetcher store, GenerationLayout layout, GenerationManifest manifest) {
    this.store = store;
    this.layout = layout;
    this.manifest = manifest;
  }

  @Override
  public int partitions() {
    return manifest.partitions().size();
  }

  @Override
  public Watermark watermark(int partition) {
    return manifest.partitions().get(partition).watermark();
  }

  @Override
  public void read(int partition, Consumer<Snapshot> sink) {
    long keys = 0;
    for (var object : manifest.partitions().get(partition).objects()) {
      keys += readObject(partition, object.segment(), sink);
    }
    if (keys != manifest.partitions().get(partition).keys()) {
      throw new UnusableSnapshotsException(
          "generation %d of %s does not match its objects: partition %d has %d keys, not %d; load from another one"
              .formatted(
                  manifest.generation(),
                  manifest.snapshots(),
                  partition,
                  keys,
                  manifest.partitions().get(partition).keys()));
    }
  }

  private long readObject(int partition, SegmentFacts segment, Consumer<Snapshot> sink) {
    var name = layout.object(partition, segment);
    try (var decoder = new BlockDecoder(layout.id(partition))) {
      var index = index(partition, segment);
      try (var data = store.open(name)) {
        return decode(name, data, index, decoder, sink);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read object '" + name + "'", e);
    } catch (CorruptArchiveException | ObjectMissingException e) {
      throw Generations.disagreement(manifest, e);
    }
  }

  private SegmentIndex index(int partition, SegmentFacts segment) {
    var name = layout.index(partition, segment);
    var bytes =
        store
            .find(name)
            .orElseThrow(() -> new ObjectMissingException(name, new IOException("no index")));
    return SegmentIndex.committed(name, bytes, segment);
  }

  private long decode(
      String name,
      InputStream data,
      SegmentIndex index,
      BlockDecoder decoder,
      Consumer<Snapshot> sink)
      throws IOException {
    var buffer = new byte[0];
    long read = 0;
    long keys = 0;
    for (int i = 0; i < index.blockCount(); i++) {
      var block = index.block(i);
      data.skipNBytes(block.position() - read);
      if (buffer.length < block.length()) {
        buffer = new byte[block.length()];
      }
      if (data.readNBytes(buffer, 0, block.length()) < block.length()) {
        throw new CorruptArchiveException(name, "ends early: restore it from a copy");
      }
      read = block.position() + block.length();
      for (var item : decoder.decode(name, index.codec(), block, buffer, 0)) {
        sink.accept(snapshot(name, item));
        keys++;
      }
    }
    return keys;
  }

  private static Snapshot snapshot(String name, ConsumerRecord<byte[], byte[]> item) {
    try {
      return SnapshotCodec.snapshot(item.key(), item.value(), item.headers());
    } catch (IllegalArgumentException e) {
      throw new CorruptArchiveException(name, "holds no snapshot: " + e.getMessage());
    }
  }

  @Override
  public String name() {
    return manifest.snapshots() + " generation " + manifest.generation();
  }

  /** Does nothing: this source holds no connection or file that must be closed. */
  @Override
  public void close() {}
}
