package io.reprise.store.archive;

import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.ArchiveOp;
import io.reprise.store.archive.log.CommitLog;
import io.reprise.store.archive.log.CommitLog.Outcome;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.Codec;
import io.reprise.store.archive.segment.SegmentFacts;
import io.reprise.store.archive.segment.SegmentSettings;
import io.reprise.store.archive.segment.write.SegmentWriter;
import io.reprise.store.object.store.ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes one partition's archive as an archiver would, without its checks. */
public final class ArchiveFixture {
  private final ObjectStore store;
  private final Path spools;
  private final CommitLog log;
  private PartitionArchive archive;

  public ArchiveFixture(ObjectStore store, PartitionId id, Path spools) {
    this.store = store;
    this.spools = spools;
    this.log = new CommitLog(store, store, id, Clock.systemUTC());
    this.archive = log.load();
    append(archive.epoch() + 1, new ArchiveOp.Claim("fixture"));
  }

  public PartitionArchive archive() {
    return archive;
  }

  /** Archives {@code range} with the given records; its other offsets are holes. */
  public SegmentFacts add(OffsetRange range, List<ConsumerRecord<byte[], byte[]>> records) {
    var segment = write(range, records, Codec.ZSTD);
    append(archive.epoch(), new ArchiveOp.Add(segment));
    return segment;
  }

  /** Replaces a segment by one with another codec and removes the objects of the old one. */
  public void replace(SegmentFacts old, List<ConsumerRecord<byte[], byte[]>> records) {
    var segment = write(old.range(), records, Codec.SNAPPY);
    append(archive.epoch(), new ArchiveOp.Replace(old, segment, "test"));
    store.remove(data(old));
    store.remove(ArchiveLayout.indexOf(data(old)));
  }

  public void intendTrim(long before) {
    append(archive.epoch(), new ArchiveOp.TrimIntent(before));
  }

  /** Name of a segment's data object. */
  public String data(SegmentFacts segment) {
    return ArchiveLayout.data(archive.id(), segment.file());
  }

  private SegmentFacts write(
      OffsetRange range, List<ConsumerRecord<byte[], byte[]>> records, Codec codec) {
    var settings = new SegmentSettings(archive.id(), range.from(), archive.epoch(), codec);
    try (var writer = new SegmentWriter(spools.resolve(UUID.randomUUID().toString()), settings)) {
      records.stream().filter(r -> range.contains(r.offset())).forEach(writer::add);
      var spooled = writer.finish(range.to(), Map.of());
      var data = ArchiveLayout.data(archive.id(), spooled.name());
      store.createIfAbsent(data, spooled.header(), spooled.body());
      store.createIfAbsent(ArchiveLayout.indexOf(data), spooled.index());
      return spooled.facts();
    }
  }

  private void append(long epoch, ArchiveOp op) {
    var outcome = log.append(archive, epoch, op);
    if (!(outcome instanceof Outcome.Appended)) {
      throw new IllegalStateException("another writer appended to " + archive.id());
    }
    archive = outcome.now();
  }
}
