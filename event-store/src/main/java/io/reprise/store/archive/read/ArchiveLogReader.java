package io.reprise.store.archive.read;

import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.CorruptArchiveException;
import io.reprise.store.archive.log.PartitionArchive;
import io.reprise.store.archive.segment.index.SegmentIndex.Block;
import io.reprise.store.archive.segment.read.BlockDecoder;
import io.reprise.store.object.store.ObjectStoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of a partition from its segments, fetching ahead across their edges. Every offset
 * of the range is archived: the caller has seen to that.
 *
 * <p>Threading: as all readers, confined to one thread. After a retriable error the call may be
 * repeated: it goes on at its position. A fatal one shows once everything before it was returned.
 */
public final class ArchiveLogReader implements LogReader {
  private static final int PIECES_AHEAD = 16;
  private static final long BYTES_AHEAD = 16L << 20;

  private final SegmentSource source;
  private final OffsetRange range;
  private final ReadPlan pieces;
  private final BlockDecoder decoder;
  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private long bytesAhead;
  private long position;
  private int blockInPiece;

  /** A piece, and its bytes on their way: none for one that is passed over. */
  private record Ahead(ReadStep piece, CompletableFuture<byte[]> bytes) {}

  public ArchiveLogReader(
      SegmentSource source, PartitionArchive archive, OffsetRange range, KeySelection keys) {
    this.source = source;
    this.range = range;
    this.pieces = new ReadPlan(source, archive, range, keys);
    this.decoder = new BlockDecoder(archive.id());
    this.position = range.from();
  }

  @Override
  public LogBatch read(Duration wait) {
    if (position == range.to()) {
      return LogBatch.nothingAt(position);
    }
    try {
      var batch = next(wait);
      position = batch.position();
      return batch;
    } catch (ObjectStoreException e) {
      restartAt(position);
      throw SegmentSource.translated(e);
    } catch (RuntimeException e) {
      restartAt(position);
      throw e;
    }
  }

  private LogBatch next(Duration wait) {
    fetchAhead();
    if (ahead.isEmpty()) {
      if (await(pieces.pending(), wait) == null) {
        return LogBatch.nothingAt(position);
      }
      fetchAhead();
    }
    var head = ahead.element();
    if (head.piece instanceof ReadStep.Fetch read) {
      var bytes = await(head.bytes, wait);
      return bytes == null ? LogBatch.nothingAt(position) : decodeNext(read, bytes);
    }
    removeHead();
    return passed((ReadStep.Skip) head.piece);
  }

  private void fetchAhead() {
    for (var piece = pieces.peek(); piece != null && hasRoom(piece); piece = pieces.peek()) {
      pieces.remove();
      ahead.add(new Ahead(piece, bytesOf(piece)));
      bytesAhead += piece.bytes();
    }
  }

  private boolean hasRoom(ReadStep piece) {
    return ahead.isEmpty()
        || (ahead.size() < PIECES_AHEAD && bytesAhead + piece.bytes() <= BYTES_AHEAD);
  }

  private CompletableFuture<byte[]> bytesOf(ReadStep piece) {
    return piece instanceof ReadStep.Fetch read
        ? source.fetch(read.source())
        : CompletableFuture.completedFuture(new byte[0]);
  }

  private void removeHead() {
    bytesAhead -= ahead.remove().piece.bytes();
    blockInPiece = 0;
  }

  private LogBatch passed(ReadStep.Skip pass) {
    var covered = clip(pass.range());
    var records = pass.records().stream().filter(covered::overlaps).map(this::clip).toList();
    return new LogBatch(covered, List.of(), records);
  }

  private OffsetRange clip(OffsetRange piece) {
    return new OffsetRange(
        Math.max(position, piece.from()), Math.max(position, Math.min(range.to(), piece.to())));
  }

  private LogBatch decodeNext(ReadStep.Fetch piece, byte[] bytes) {
    while (piece.blocks().get(blockInPiece).range().to() <= position) {
      blockInPiece++;
    }
    var block = piece.blocks().get(blockInPiece);
    var records = decode(piece, block, bytes);
    var covered = clip(block.range());
    if (++blockInPiece == piece.blocks().size()) {
      removeHead();
    }
    return new LogBatch(covered, inside(covered, records));
  }

  /** What suffered on the way, or in a cache, is fetched again before the archive is blamed. */
  private List<ConsumerRecord<byte[], byte[]>> decode(
      ReadStep.Fetch piece, Block block, byte[] bytes) {
    try {
      return decodeOnce(piece, block, bytes);
    } catch (CorruptArchiveException e) {
      var again = source.fetchAgain(piece.source());
      ahead.remove();
      ahead.addFirst(new Ahead(piece, CompletableFuture.completedFuture(again)));
      return decodeAgain(piece, block, again);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> decodeAgain(
      ReadStep.Fetch piece, Block block, byte[] bytes) {
    try {
      return decodeOnce(piece, block, bytes);
    } catch (CorruptArchiveException e) {
      source.forget(piece.source());
      throw e;
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> decodeOnce(
      ReadStep.Fetch piece, Block block, byte[] bytes) {
    int start = Math.toIntExact(block.position() - piece.source().position());
    return decoder.decode(piece.source().object(), piece.index().codec(), block, bytes, start);
  }

  /** Only the blocks at the range's ends hold records outside. */
  private static List<ConsumerRecord<byte[], byte[]>> inside(
      OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records) {
    int from = 0;
    int to = records.size();
    while (from < to && records.get(from).offset() < covered.from()) {
      from++;
    }
    while (to > from && records.get(to - 1).offset() >= covered.to()) {
      to--;
    }
    return records.subList(from, to);
  }

  /** Null when the wait ran out. */
  private static <T> @Nullable T await(CompletableFuture<T> coming, Duration wait) {
    try {
      return coming.get(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
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
    position = offset;
    restartAt(offset);
  }

  private void restartAt(long offset) {
    ahead.clear();
    bytesAhead = 0;
    blockInPiece = 0;
    pieces.restartAt(offset);
  }

  @Override
  public void close() {
    ahead.clear();
    decoder.close();
  }
}
