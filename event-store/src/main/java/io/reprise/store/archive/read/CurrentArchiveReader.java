package io.reprise.store.archive.read;

import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.store.ObjectMissingException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads all records of an archived offset range, even if segments of the range are replaced and
 * their objects removed during the read: the reader then continues at its position with the newest
 * state of the archive.
 *
 * <p>Confined to one thread. After a retriable error, the next call continues at the same position.
 */
public final class CurrentArchiveReader implements AutoCloseable {
  /**
   * The reader gives up when this many states of the archive, one after the other, have turned out
   * to be outdated at the same position.
   */
  private static final int MOST_STATES = 10;

  private final SegmentSource source;
  private final Supplier<PartitionArchive> newest;
  private final OffsetRange range;
  private PartitionArchive opened;
  private @Nullable ArchiveLogReader reader;
  private long position;
  private int outdated;

  /**
   * Creates a reader.
   *
   * @param newest reads the newest state of the archive from the store
   * @param archive the state with which the read begins; may be outdated
   * @param range every offset of the range must be archived
   */
  public CurrentArchiveReader(
      SegmentSource source,
      Supplier<PartitionArchive> newest,
      PartitionArchive archive,
      OffsetRange range) {
    this.source = source;
    this.newest = newest;
    this.opened = archive;
    this.range = range;
    this.position = range.from();
  }

  /**
   * Reads the next records, and waits at most {@code wait} for the store to return each byte range.
   * Returns a batch that covers nothing if the wait has passed or the end of the range is reached.
   *
   * @throws CorruptArchiveException if a segment of the archive's newest state is damaged
   * @throws ObjectMissingException if an object of the archive's newest state is missing
   * @throws TimeoutException if segments at the position are replaced faster than they can be read;
   *     a retry is safe
   */
  public LogBatch read(Duration wait) {
    while (true) {
      try {
        var batch = open().read(wait);
        position = batch.position();
        outdated = 0;
        return batch;
      } catch (ArchiveChangedException e) {
        continueWith(newest.get(), e);
      } catch (CorruptArchiveException | ObjectMissingException e) {
        var now = newest.get();
        if (opened.hasSameSegments(now, rest())) {
          throw e;
        }
        continueWith(now, e);
      }
    }
  }

  private ArchiveLogReader open() {
    if (reader == null) {
      reader = new ArchiveLogReader(source, opened, rest(), KeySelection.ALL);
    }
    return reader;
  }

  private OffsetRange rest() {
    return new OffsetRange(position, range.to());
  }

  private void continueWith(PartitionArchive now, RuntimeException fault) {
    close();
    var covered = now.covered();
    if (position < covered.from() || range.to() > covered.to()) {
      throw fault;
    }
    if (++outdated == MOST_STATES) {
      throw new TimeoutException(
          "the archive of %s changed %d times while offset %d was read: try again later"
              .formatted(now.id(), MOST_STATES, position),
          fault);
    }
    opened = now;
  }

  /** Returns the next offset to read. */
  public long position() {
    return position;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
