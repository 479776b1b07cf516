package io.reprise.archiver.work;

import io.reprise.archiver.commit.ClaimedCommitLog;
import io.reprise.archiver.observe.ArchiveMeters;
import io.reprise.archiver.observe.ArchiveStep;
import io.reprise.archiver.topic.TopicIdentity;
import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.read.SegmentCheck;
import io.reprise.store.archive.segment.write.SegmentWriter;
import io.reprise.store.facts.TopicInspector;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Makes a spooled segment part of the archive: uploads it, reads it back, and commits it.
 *
 * <p>Thread-safe. Does not close the store. After an error, the caller must read the segment's
 * records from Kafka again and archive them as a new segment: objects that were uploaded without a
 * commit entry are not part of the archive.
 */
public final class SegmentArchiver {
  private final ObjectStore store;
  private final TopicInspector topics;
  private final SegmentSchemas schemas;
  private final ArchiveMeters meters;

  public SegmentArchiver(
      ObjectStore store, TopicInspector topics, SegmentSchemas schemas, ArchiveMeters meters) {
    this.store = store;
    this.topics = topics;
    this.schemas = schemas;
    this.meters = meters;
  }

  /**
   * Archives one segment in the order that makes a crash harmless: first the data object, then the
   * index, then the verification of both, and last the commit entry.
   *
   * @param to end of the segment's offset range, exclusive
   * @throws UnverifiedSegmentException when the stored objects are not what was uploaded
   * @throws io.reprise.archiver.commit.FencedException when another writer has claimed the
   *     partition
   */
  void archive(PartitionId id, SegmentWriter segment, long to, ClaimedCommitLog log) {
    var spooled =
        log.run(ArchiveStep.SPOOL, () -> segment.finish(to, schemas.byId(segment.schemaIds())));
    var data = ArchiveLayout.data(id, spooled.facts().file());
    var index = ArchiveLayout.indexOf(data);
    log.run(
        ArchiveStep.UPLOAD_DATA,
        () -> store.createIfAbsent(data, spooled.header(), spooled.body()));
    log.run(ArchiveStep.UPLOAD_INDEX, () -> store.createIfAbsent(index, spooled.index()));
    log.run(ArchiveStep.VERIFY, () -> verify(id, spooled.facts(), data, index));
    TopicIdentity.requireUnchanged(topics, id);
    // The commit point: the segment is part of the archive once this entry is stored.
    log.append(ArchiveStep.ADD, archive -> new ArchiveOp.Add(spooled.facts()));
    meters.committed(spooled.facts());
  }

  private boolean verify(PartitionId id, SegmentFacts facts, String data, String index) {
    try {
      readBack(id, facts, data, index);
      return true;
    } catch (CorruptArchiveException | ObjectMissingException e) {
      meters.failed();
      throw new UnverifiedSegmentException(e);
    }
  }

  private void readBack(PartitionId id, SegmentFacts facts, String name, String index) {
    var indexBytes =
        store
            .find(index)
            .orElseThrow(() -> new ObjectMissingException(index, new IOException("no index")));
    try (var data = store.open(name)) {
      SegmentCheck.check(id, facts, name, data, index, indexBytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read object '" + name + "' back", e);
    }
  }
}
