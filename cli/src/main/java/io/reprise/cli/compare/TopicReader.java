package io.reprise.cli.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.compare.match.Entry;
import io.reprise.cli.events.PartitionEvents;
import io.reprise.cli.events.RecordPages;
import io.reprise.cli.events.RetriedPages;
import io.reprise.cli.events.StoredEvent;
import io.reprise.kafka.time.Ticker;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a topic, one partition after the other, with one page in memory. Waits while
 * the replay worker does not answer, for 30 s at most. Confined to one thread.
 */
final class TopicReader implements SideReader {
  private static final int PAGE = 1_000;
  private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);

  private final ComparedSide side;
  private final RecordPages pages;
  private final SideCounts counts = new SideCounts();
  private long offsetsRead;

  /**
   * @param messages gets a sentence when the worker no longer answers, and when it does again
   */
  TopicReader(WorkerClient worker, ComparedSide side, Consumer<String> messages) {
    this(
        side,
        new RetriedPages(
            RecordPages.of(worker, side.topic()), RETRY_LIMIT, messages, Ticker.SYSTEM));
  }

  TopicReader(ComparedSide side, RecordPages pages) {
    this.side = side;
    this.pages = pages;
  }

  @Override
  public long size() {
    return side.offsets();
  }

  @Override
  public long done() {
    return offsetsRead;
  }

  @Override
  public SideCounts counts() {
    return counts;
  }

  @Override
  public boolean read(
      RecordFingerprints fingerprints,
      Consumer<Entry> entries,
      BooleanSupplier isStopped,
      LongConsumer progress) {
    long before = 0;
    for (var range : side.ranges()) {
      var events = new PartitionEvents(pages, range.window(), PAGE);
      for (var event = events.poll(); event != null; event = events.poll()) {
        if (isStopped.getAsBoolean()) {
          return false;
        }
        if (side.has(event)) {
          entries.accept(fingerprints.of(side.side(), side.topic(), event, counts));
        }
        offsetsRead = before + event.offset() + 1 - range.from();
        progress.accept(offsetsRead);
      }
      before += range.offsets();
      offsetsRead = before;
      progress.accept(offsetsRead);
    }
    return true;
  }

  @Override
  public @Nullable StoredEvent record(Entry entry) {
    var page = pages.read(entry.partition(), entry.offset(), entry.offset() + 1, 1);
    for (var record : page.path("records")) {
      if (record.path("offset").asLong() == entry.offset()) {
        return StoredEvent.of(entry.partition(), record);
      }
    }
    return null;
  }

  @Override
  public ObjectNode json() {
    return side.json(counts);
  }

  @Override
  public void close() {}
}
