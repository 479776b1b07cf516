package io.reprise.rehydrate.tail;

import io.reprise.rehydrate.read.CountingFold;
import io.reprise.rehydrate.read.StallCheckedReader;
import io.reprise.rehydrate.target.TailBatch;
import io.reprise.rehydrate.target.TailWriter;
import io.reprise.rehydrate.target.UserKey;
import io.reprise.store.LogBatch;
import io.reprise.store.OffsetRange;
import io.reprise.store.fold.KeyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Applies the log from a partition's position on, batch by batch. Confined to one thread; closing
 * this object closes the reader, but not the writer.
 *
 * <p>An event that is older than the deletion of its key cannot bring the key's row back. The rows
 * of snapshots are stored before the tail begins, and the tail is applied in offset order. The
 * position is stored in the same transaction as the changes, so an applied event is never read
 * again.
 */
public final class PartitionTail implements AutoCloseable {
  private static final Duration MORE = Duration.ofMillis(20);

  private final int partition;
  private final StallCheckedReader reader;
  private final CountingFold fold;
  private final TailWriter writer;
  private final int batchEvents;

  /**
   * Creates the tail of one partition.
   *
   * @param reader positioned at the partition's stored position
   * @param batchEvents approximate number of events that one transaction applies
   */
  public PartitionTail(
      int partition,
      StallCheckedReader reader,
      CountingFold fold,
      TailWriter writer,
      int batchEvents) {
    this.partition = partition;
    this.reader = reader;
    this.fold = fold;
    this.writer = writer;
    this.batchEvents = batchEvents;
  }

  /**
   * Reads the next events from the partition's position on, about one batch at most, and applies
   * them in one transaction.
   *
   * @param wait the longest time for which this call waits for an event, if the log has none yet
   * @return the stored batch; empty if no offset was read within {@code wait}
   */
  public Optional<TailBatch> step(Duration wait) {
    long from = reader.position();
    var records = gather(wait);
    long to = reader.position();
    if (from == to) {
      return Optional.empty();
    }
    var batch = changes(new OffsetRange(from, to), records);
    writer.apply(batch);
    return Optional.of(batch);
  }

  private List<ConsumerRecord<byte[], byte[]>> gather(Duration wait) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    LogBatch read = reader.next(wait);
    while (!read.covered().isEmpty()) {
      fold.holes(read);
      records.addAll(read.records());
      if (records.size() >= batchEvents) {
        break;
      }
      read = reader.next(MORE);
    }
    return records;
  }

  @SuppressWarnings("ReferenceEquality") // Without a change, a fold returns the same object.
  private TailBatch changes(OffsetRange covered, List<ConsumerRecord<byte[], byte[]>> records) {
    var before = writer.states(keys(records));
    var after = fold(before, records);
    var changed = new HashMap<UserKey, KeyState>();
    var deleted = new ArrayList<UserKey>();
    long added = 0;
    for (var entry : after.entrySet()) {
      var key = entry.getKey();
      var state = entry.getValue();
      boolean had = before.containsKey(key);
      if (state == null) {
        if (had) {
          deleted.add(key);
          added--;
        }
      } else if (state != before.get(key)) {
        changed.put(key, state);
        added += had ? 0 : 1;
      }
    }
    return new TailBatch(partition, covered, changed, deleted, added, fold.take());
  }

  private static List<UserKey> keys(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(ConsumerRecord::key)
        .filter(Objects::nonNull)
        .map(UserKey::new)
        .distinct()
        .toList();
  }

  private Map<UserKey, @Nullable KeyState> fold(
      Map<UserKey, KeyState> before, List<ConsumerRecord<byte[], byte[]>> records) {
    var after = new LinkedHashMap<UserKey, @Nullable KeyState>(before);
    for (var record : records) {
      if (record.key() == null) {
        fold.skip();
        continue;
      }
      var key = new UserKey(record.key());
      after.put(key, fold.fold(ofThisPartition(key, after.get(key)), record));
    }
    return after;
  }

  private @Nullable KeyState ofThisPartition(UserKey key, @Nullable KeyState state) {
    if (state != null && state.provenance().partition() != partition) {
      throw new KeyInTwoPartitionsException(
          key.toString(), state.provenance().partition(), partition);
    }
    return state;
  }

  @Override
  public void close() {
    reader.close();
  }
}
