package io.reprise.store.archive.merge;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.index.SegmentIndex;
import io.reprise.store.archive.segment.read.MergedRecordsCheck;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.archive.segment.write.SegmentWriter;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes one segment of several: reads and verifies the parts, writes their records to a local file,
 * uploads the file, reads the result back and compares it with the commit entries of the parts. The
 * same parts, under the same epoch, give the same object under the same name, so an interrupted
 * merge can be repeated safely. Thread-safe. Does not close the store.
 */
final class SegmentMerger {
  private final ObjectStore store;
  private final Supplier<Path> newFile;

  /**
   * Creates a merger.
   *
   * @param newFile returns the name of a local file that does not exist; the file is removed again
   */
  SegmentMerger(ObjectStore store, Supplier<Path> newFile) {
    this.store = store;
    this.newFile = newFile;
  }

  /**
   * Stores a segment with the records of {@code parts}, compressed like the newest part. The
   * segment is not part of the archive until a commit entry names it.
   *
   * @param epoch lease epoch in force. It is part of the object's name: only a commit entry of this
   *     epoch may name the object, because garbage collection may remove objects of earlier epochs
   * @param parts neighbouring segments, two or more
   * @throws CorruptArchiveException if a part is damaged
   * @throws ObjectMissingException if an object of a part does not exist; the part may have been
   *     replaced and removed
   * @throws UnverifiedMergeException if the stored segment is not what was written
   * @throws UncheckedIOException if the local file cannot be written
   */
  SegmentFacts merge(PartitionId id, long epoch, List<SegmentFacts> parts) {
    var last = parts.get(parts.size() - 1);
    var settings = new SegmentSettings(id, parts.get(0).range().from(), epoch, codec(id, last));
    try (var writer = new SegmentWriter(newFile.get(), settings)) {
      var schemas = new TreeMap<Integer, String>();
      for (var part : parts) {
        schemas.putAll(read(id, part, writer::add));
      }
      var merged = writer.finish(last.range().to(), schemas);
      var data = ArchiveLayout.data(id, merged.facts().file());
      // A crash after any of these steps leaves objects that no commit entry names.
      store.createIfAbsent(data, merged.header(), merged.body());
      store.createIfAbsent(ArchiveLayout.indexOf(data), merged.index());
      verify(id, merged.facts(), parts);
      return merged.facts();
    }
  }

  private Codec codec(PartitionId id, SegmentFacts segment) {
    var index = ArchiveLayout.indexOf(ArchiveLayout.data(id, segment.file()));
    return SegmentIndex.committed(index, find(index), segment).codec();
  }

  /** Reads and verifies a segment, and returns the schemas that its data object contains. */
  private Map<Integer, String> read(
      PartitionId id, SegmentFacts segment, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var data = ArchiveLayout.data(id, segment.file());
    var index = ArchiveLayout.indexOf(data);
    var indexBytes = find(index);
    try (var content = store.open(data)) {
      return SegmentCheck.check(id, segment, data, content, index, indexBytes, each)
          .writerSchemas();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close object '" + data + "'", e);
    }
  }

  private byte[] find(String index) {
    return store
        .find(index)
        .orElseThrow(() -> new ObjectMissingException(index, new IOException("no index")));
  }

  private void verify(PartitionId id, SegmentFacts merged, List<SegmentFacts> parts) {
    var data = ArchiveLayout.data(id, merged.file());
    var check = new MergedRecordsCheck(data, parts);
    try {
      read(id, merged, check);
      check.end();
    } catch (CorruptArchiveException | ObjectMissingException e) {
      throw new UnverifiedMergeException(data, e);
    }
  }
}
