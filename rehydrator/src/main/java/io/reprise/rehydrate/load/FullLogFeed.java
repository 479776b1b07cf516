package io.reprise.rehydrate.load;

import io.reprise.rehydrate.read.CountingFold;
import io.reprise.rehydrate.read.FoldFactory;
import io.reprise.rehydrate.read.LogSource;
import io.reprise.rehydrate.target.LoadResult;
import io.reprise.rehydrate.target.RowSink;
import io.reprise.rehydrate.target.UserKey;
import io.reprise.store.LogBatch;
import io.reprise.store.fold.KeyState;
import io.reprise.store.snapshot.Watermark;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the states of a partition by folding the whole log. The states of all keys of the
 * partition are held in memory at once.
 */
public final class FullLogFeed implements PartitionFeed {
  /** The name that reports show as the source of a version that was built without snapshots. */
  public static final String NAME = "log";

  private static final Watermark BEGINNING = new Watermark(0, 0);

  private final LogSource log;
  private final FoldFactory folding;

  public FullLogFeed(LogSource log, FoldFactory folding) {
    this.log = log;
    this.folding = folding;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Watermark watermark(int partition) {
    return BEGINNING;
  }

  @Override
  public LoadResult feed(int partition, long end, RowSink sink) {
    var fold = folding.begin();
    var keys = new HashMap<UserKey, Slot>();
    try (var reader = log.open(partition, BEGINNING.processedTo(), end)) {
      while (reader.position() < end) {
        fold(reader.next(), fold, keys);
      }
    }
    passOn(keys, sink);
    return new LoadResult(BEGINNING, end, fold.take());
  }

  /** A mutable cell for a key's state, so that each event needs one map lookup. */
  private static final class Slot {
    private @Nullable KeyState state;
  }

  private static void fold(LogBatch batch, CountingFold fold, Map<UserKey, Slot> keys) {
    fold.holes(batch);
    for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
      var bytes = record.key();
      if (bytes == null) {
        fold.skip();
        continue;
      }
      var key = new UserKey(bytes);
      var slot = keys.get(key);
      if (slot == null) {
        slot = new Slot();
        keys.put(key, slot);
      }
      slot.state = fold.fold(slot.state, record);
      if (slot.state == null) {
        keys.remove(key);
      }
    }
  }

  private static void passOn(Map<UserKey, Slot> keys, RowSink sink) {
    for (var entry : keys.entrySet()) {
      var state = entry.getValue().state;
      if (state != null && state.state() != null) {
        sink.row(entry.getKey().bytes(), state.state(), state.provenance());
      }
    }
  }
}
