package io.reprise.ingest.service.index;

import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ids of newly stored events to the id indexes of their topics at a fixed interval, many
 * ids per record. Other instances can usually read the id of an event within one interval after the
 * event was stored.
 *
 * <p>Threading: the writer writes on a thread of its own. Closing the writer first writes the
 * waiting ids.
 */
public final class IndexWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexWriter.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

  private final IndexSink sink;
  private final Set<TopicIndex> indexes = ConcurrentHashMap.newKeySet();
  private final ServiceScheduler rounds = ServiceScheduler.ofOneThread("id-index-writer");

  public IndexWriter(IndexSink sink, Duration every) {
    this.sink = sink;
    rounds.scheduleWithFixedDelay(
        this::flush, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  public void open(TopicIndex index) {
    indexes.add(index);
  }

  public void close(TopicIndex index) {
    indexes.remove(index);
  }

  private void flush() {
    for (var index : indexes) {
      try {
        index.flush(sink);
      } catch (RuntimeException e) {
        LOG.warn(
            "ids of stored events could not be written to the dedupe id index, retrying cause={}",
            e.toString());
      }
    }
  }

  @Override
  public void close() {
    rounds.execute(this::flush);
    rounds.shutdown();
    if (!Interruption.awaitEnd(rounds, CLOSE_WITHIN)) {
      rounds.shutdownNow();
    }
  }
}
