package io.reprise.archiver.operate;

import io.reprise.schemas.value.ValueReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.read.CurrentArchiveReader;
import io.reprise.store.archive.read.SegmentSource;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads records from the archive only, even if Kafka still has them. Thread-safe. */
public final class ArchivedRecords {
  private static final Duration WAIT = Duration.ofSeconds(30);

  private final TopicArchives archives;
  private final SegmentSource source;
  private final ValueReader values;

  /**
   * @param values reads values whose fields are to be told apart
   */
  public ArchivedRecords(TopicArchives archives, SegmentSource source, ValueReader values) {
    this.archives = archives;
    this.source = source;
    this.values = values;
  }

  /** Returns the reader of the values of records. */
  public ValueReader values() {
    return values;
  }

  TopicArchives archives() {
    return archives;
  }

  /**
   * Reads a range of one partition.
   *
   * @param asked the requested range; only its archived part is read
   * @param most the largest number of records to read
   * @return the range that was read. If {@code most} stopped the read, the range ends at the first
   *     record that was not read
   * @throws ArchiveRefusedException when no offset of the requested range is archived
   * @throws TimeoutException when the store does not answer, or the archive changes faster than it
   *     can be read; a retry is safe
   */
  public OffsetRange read(
      ArchiveName name,
      int partition,
      OffsetRange asked,
      long most,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var id = archives.partitions(name, Set.of(partition)).get(0);
    return read(archives.load(id), asked, most, each);
  }

  /**
   * Reads a range of one partition from an archive whose commit log the caller has already loaded.
   * The loaded state may be outdated: a segment that was replaced and removed since then is read
   * from the segments that have replaced it.
   */
  OffsetRange read(
      PartitionArchive archive, OffsetRange asked, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    return read(archive, asked, Long.MAX_VALUE, each);
  }

  private OffsetRange read(
      PartitionArchive archive,
      OffsetRange asked,
      long most,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var range = clip(archive, asked);
    long left = most;
    try (var reader =
        new CurrentArchiveReader(source, () -> archives.load(archive.id()), archive, range)) {
      while (reader.position() < range.to()) {
        var batch = reader.read(WAIT);
        if (batch.covered().isEmpty()) {
          throw new TimeoutException(
              "the archive returned nothing for " + WAIT.toSeconds() + " s: try again later");
        }
        for (var record : batch.records()) {
          if (left-- == 0) {
            return new OffsetRange(range.from(), record.offset());
          }
          each.accept(record);
        }
      }
    }
    return range;
  }

  private static OffsetRange clip(PartitionArchive archive, OffsetRange asked) {
    var covered = archive.covered();
    if (!covered.overlaps(asked)) {
      throw new ArchiveRefusedException(
          "%s: offsets %s are not archived, %s are: choose a range inside"
              .formatted(archive.id(), asked, covered));
    }
    return new OffsetRange(
        Math.max(asked.from(), covered.from()), Math.min(asked.to(), covered.to()));
  }
}
