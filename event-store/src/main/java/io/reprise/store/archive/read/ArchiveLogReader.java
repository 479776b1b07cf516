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
 * Reads an offset range of a partition from its archived segments. Fetches the next blocks in
 * advance, also those of the next segments. The caller ensures that every offset of the range is
 * archived.
 *
 * <p>Confined to one thread. After a retriable error, the next call continues at the same position.
 * Before the reader throws a fatal error, it has returned all records below the offset at which it
 * failed.
 */
public final class ArchiveLogReader implements LogReader {
  private final SegmentSource source;
  private final OffsetRange range;
  private final ReadAhead limits;
  private final ReadPlan plan;
  private final BlockDecoder decoder;
  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private long bytesAhead;
  private long position;
  private int blockInStep;

  /**
   * A step that the reader has started in advance. {@code bytes} completes when the step's blocks
   * have arrived from the store; a step that skips offsets fetches no bytes.
   */
  private record Ahead(ReadStep step, CompletableFuture<byte[]> bytes) {}

  /** Creates a reader that fetches far ahead. */
  public ArchiveLogReader(
      SegmentSource source, PartitionArchive archive, OffsetRange range, KeySelection keys) {
    this(source, archive, range, keys, ReadAhead.FAR);
  }

  /**
   * @param limits how far the reader fetches ahead
   */
  public ArchiveLogReader(
      SegmentSource source,
      PartitionArchive archive,
      OffsetRange range,
      KeySelection keys,
      ReadAhead limits) {
    this.source = source;
    this.range = range;
    this.limits = limits;
    this.plan = new ReadPlan(source, archive, range, keys, limits);
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
      if (await(plan.pending(), wait) == null) {
        return LogBatch.nothingAt(position);
      }
      fetchAhead();
    }
    var head = ahead.element();
    if (head.step instanceof ReadStep.Fetch fetch) {
      var bytes = await(head.bytes, wait);
      return bytes == null ? LogBatch.nothingAt(position) : decodeNext(fetch, bytes);
    }
    removeHead();
    return skipped((ReadStep.Skip) head.step);
  }

  private void fetchAhead() {
    for (var step = plan.peek(); step != null && hasRoom(step); step = plan.peek()) {
      plan.remove();
      ahead.add(new Ahead(step, bytesOf(step)));
      bytesAhead += step.bytes();
    }
  }

  private boolean hasRoom(ReadStep step) {
    return ahead.isEmpty()
        || (ahead.size() < limits.steps() && bytesAhead + step.bytes() <= limits.bytes());
  }

  private CompletableFuture<byte[]> bytesOf(ReadStep step) {
    return step instanceof ReadStep.Fetch fetch
        ? source.fetch(fetch.source())
        : CompletableFuture.completedFuture(new byte[0]);
  }

  private void removeHead() {
    bytesAhead -= ahead.remove().step.bytes();
    blockInStep = 0;
  }

  private LogBatch skipped(ReadStep.Skip skip) {
    var covered = clip(skip.range());
    var records = skip.records().stream().filter(covered::overlaps).map(this::clip).toList();
    return new LogBatch(covered, List.of(), records);
  }

  private OffsetRange clip(OffsetRange offsets) {
    return new OffsetRange(
        Math.max(position, offsets.from()), Math.max(position, Math.min(range.to(), offsets.to())));
  }

  private LogBatch decodeNext(ReadStep.Fetch step, byte[] bytes) {
    while (step.blocks().get(blockInStep).range().to() <= position) {
      blockInStep++;
    }
    var block = step.blocks().get(blockInStep);
    var records = decode(step, block, bytes);
    var covered = clip(block.range());
    if (++blockInStep == step.blocks().size()) {
      removeHead();
    }
    return new LogBatch(covered, inside(covered, records));
  }

  /**
   * Decodes fetched blocks. If they are damaged, fetches them from the store once more before
   * giving up, because they may have been damaged in transfer or in a cache.
   */
  private List<ConsumerRecord<byte[], byte[]>> decode(
      ReadStep.Fetch step, Block block, byte[] bytes) {
    try {
      return decodeOnce(step, block, bytes);
    } catch (CorruptArchiveException e) {
      var again = source.fetchAgain(step.source());
      ahead.remove();
      ahead.addFirst(new Ahead(step, CompletableFuture.completedFuture(again)));
      return decodeAgain(step, block, again);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> decodeAgain(
      ReadStep.Fetch step, Block block, byte[] bytes) {
    try {
      return decodeOnce(step, block, bytes);
    } catch (CorruptArchiveException e) {
      source.forget(step.source());
      throw e;
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> decodeOnce(
      ReadStep.Fetch step, Block block, byte[] bytes) {
    int start = Math.toIntExact(block.position() - step.source().position());
    return decoder.decode(step.source().object(), step.index().codec(), block, bytes, start);
  }

  /**
   * Returns the records of a block whose offsets are inside {@code covered}. Only the first and the
   * last block that a range needs can have records outside the range.
   */
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

  /**
   * Waits for a fetch and returns its result; null if the result did not arrive within {@code
   * wait}.
   */
  private static <T> @Nullable T await(CompletableFuture<T> future, Duration wait) {
    try {
      return future.get(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
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
    blockInStep = 0;
    plan.restartAt(offset);
  }

  @Override
  public void close() {
    ahead.clear();
    decoder.close();
  }
}
