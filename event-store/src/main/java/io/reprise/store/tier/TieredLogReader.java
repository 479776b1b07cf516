package io.reprise.store.tier;

import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetNotInLogException;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.ArchiveChangedException;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.object.store.ObjectMissingException;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an offset range that may lie partly in the archive and partly in Kafka. Offsets below the
 * archive's trim limit are read from the archive; all other offsets, and all offsets while the
 * archive is unreachable, are read from Kafka. If Kafka no longer has an offset, the reader reads
 * the archive's state again and continues in the archive. If neither tier has the offset, the read
 * fails at exactly that offset.
 *
 * <p>Confined to one thread.
 */
final class TieredLogReader implements LogReader {
  private static final Logger LOG = LoggerFactory.getLogger(TieredLogReader.class);

  private final ColdTier cold;
  private final Function<OffsetRange, LogReader> hot;
  private final OffsetRange range;
  private final KeySelection keys;
  private long position;
  private @Nullable LogReader current;
  private @Nullable PartitionArchive opened;
  private long currentEnd;

  TieredLogReader(
      ColdTier cold, Function<OffsetRange, LogReader> hot, OffsetRange range, KeySelection keys) {
    this.cold = cold;
    this.hot = hot;
    this.range = range;
    this.keys = keys;
    this.position = range.from();
  }

  @Override
  public LogBatch read(Duration wait) {
    if (position == range.to()) {
      return LogBatch.nothingAt(position);
    }
    var reader = current == null ? choose() : current;
    try {
      var batch = reader.read(wait);
      position = batch.position();
      if (position == currentEnd) {
        leave();
      }
      return batch;
    } catch (OffsetNotInLogException e) {
      leave();
      enterArchive(e);
      return LogBatch.nothingAt(position);
    } catch (CorruptArchiveException | ObjectMissingException e) {
      enterReplacement(e);
      return LogBatch.nothingAt(position);
    } catch (ArchiveChangedException e) {
      leave();
      enter(cold.reloaded(), currentEnd);
      return LogBatch.nothingAt(position);
    }
  }

  private LogReader choose() {
    var archive = recent();
    return archive != null
            && position < archive.trimIntent()
            && archive.covered().contains(position)
        ? enter(archive, archive.trimIntent())
        : enterHot();
  }

  /**
   * Returns the archive's state; null if the archive is unreachable. An unreachable archive is no
   * error here, because offsets that Kafka has must be readable without the store.
   */
  private @Nullable PartitionArchive recent() {
    try {
      return cold.recent();
    } catch (RetriableException e) {
      LOG.debug(
          "archive of a partition could not be read, records are read from Kafka instead cause={}",
          e.getMessage());
      return null;
    }
  }

  private LogReader enterHot() {
    currentEnd = range.to();
    opened = null;
    current = hot.apply(new OffsetRange(position, range.to()));
    return current;
  }

  private LogReader enter(PartitionArchive archive, long end) {
    currentEnd = Math.min(Math.min(end, archive.covered().to()), range.to());
    opened = archive;
    current = cold.read(archive, new OffsetRange(position, currentEnd), keys);
    return current;
  }

  /**
   * Continues in the archive, because Kafka has deleted the record at the position, by a trim or by
   * retention.
   */
  private void enterArchive(OffsetNotInLogException missing) {
    var archive = cold.now();
    long logStart = missing.log().from();
    if (position >= logStart || !archive.covered().contains(position)) {
      throw inNeither(missing, archive);
    }
    enter(archive, logStart);
  }

  /**
   * Returns the error for an offset that neither tier has. If the offset is below the first
   * archived one, the error names the start of the archive as the start of the log.
   */
  private OffsetNotInLogException inNeither(
      OffsetNotInLogException missing, PartitionArchive archive) {
    long archived = archive.covered().from();
    boolean below = position < archived && archived < missing.log().from();
    return below
        ? new OffsetNotInLogException(
            archive.id().topic(),
            archive.id().partition(),
            position,
            new OffsetRange(archived, missing.log().to()))
        : missing;
  }

  /**
   * Continues with a new archive state if a segment was replaced and its objects removed during the
   * read.
   */
  private void enterReplacement(RuntimeException fault) {
    var before = opened;
    leave();
    var now = cold.now();
    if (before == null || hasSameSegments(before, now)) {
      throw fault;
    }
    enter(now, currentEnd);
  }

  /**
   * Returns whether two states of the archive have the same segments for the offsets that are still
   * to be read.
   */
  private boolean hasSameSegments(PartitionArchive before, PartitionArchive now) {
    var rest = new OffsetRange(position, currentEnd);
    var old = before.segments().in(rest).iterator();
    var current = now.segments().in(rest).iterator();
    try {
      while (old.hasNext()) {
        if (!current.hasNext() || !current.next().equals(old.next())) {
          return false;
        }
      }
      return true;
    } catch (ArchiveChangedException e) {
      return false;
    }
  }

  private void leave() {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void skipTo(long offset) {
    if (offset < position || offset > range.to()) {
      throw new IllegalArgumentException(
          "cannot skip to " + offset + " from " + position + " inside " + range);
    }
    leave();
    position = offset;
  }

  @Override
  public void close() {
    leave();
  }
}
