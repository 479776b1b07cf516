package io.reprise.replay.simulation;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import io.reprise.store.PartitionRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The source topic, read by one worker: slowly and a few offsets at a time. */
final class SourceLog implements EventLog {
  private static final long LONGEST_FETCH_MILLIS = 250;
  private static final int BATCHES_A_SHARD = 12;
  private static final long LONGEST_ANSWER_MILLIS = 60;

  private final Worker worker;

  SourceLog(Worker worker) {
    this.worker = worker;
  }

  @Override
  public LogReader read(String topic, int partition, OffsetRange range, KeySelection keys) {
    return new Reader(partition, range);
  }

  @Override
  public LogReader read(String topic, byte[] key, OffsetRange range) {
    throw new UnsupportedOperationException();
  }

  /** All offsets are in the archive too. An index may be wrong in that a range may have a key. */
  @Override
  public Map<PartitionRange, LogBatch> findEmpty(
      String topic,
      String topicId,
      List<PartitionRange> ranges,
      KeySelection keys,
      Deadline deadline) {
    worker.requireSource();
    worker.time().sleep(worker.world().timeline().between(1, LONGEST_ANSWER_MILLIS));
    var found = new HashMap<PartitionRange, LogBatch>();
    for (var range : ranges) {
      if (isEmpty(range, keys) && !worker.world().timeline().chance(0.1)) {
        found.put(range, new LogBatch(range.range(), List.of(), records(range)));
      }
    }
    return found;
  }

  private boolean isEmpty(PartitionRange range, KeySelection keys) {
    if (!worker.world().obeys(Rule.END_ONLY_EMPTY)) {
      return true;
    }
    var source = worker.world().scenario().source(range.partition());
    var asked = range.range();
    long to =
        worker.world().obeys(Rule.ASK_ABOUT_WHOLE_RANGE)
            ? asked.to()
            : asked.from() + asked.span() / 2;
    for (long offset = asked.from(); offset < to; offset++) {
      var record = source.get((int) offset);
      if (record != null && keys.wants(record.key())) {
        return false;
      }
    }
    return true;
  }

  private List<OffsetRange> records(PartitionRange range) {
    var source = worker.world().scenario().source(range.partition());
    var runs = new ArrayList<OffsetRange>();
    for (long offset = range.range().from(); offset < range.range().to(); offset++) {
      if (source.get((int) offset) != null) {
        runs.add(new OffsetRange(offset, offset + 1));
      }
    }
    return runs;
  }

  @Override
  public void close() {}

  private long mostAtATime(int partition, OffsetRange range) {
    var shards =
        worker.control().book().replays().stream().flatMap(r -> r.plan().shards().stream());
    long span =
        shards
            .filter(s -> s.partition() == partition && s.range().to() == range.to())
            .mapToLong(s -> s.range().span())
            .findFirst()
            .orElse(range.span());
    return Math.max(1, span / BATCHES_A_SHARD);
  }

  private final class Reader implements LogReader {
    private final int partition;
    private final OffsetRange range;
    private final long most;
    private long position;

    /** When the fetch that goes on in the background has its answer; 0 when none goes on. */
    private long fetchedAt;

    Reader(int partition, OffsetRange range) {
      this.partition = partition;
      this.range = range;
      this.position = range.from();
      this.most = mostAtATime(partition, range);
    }

    @Override
    public LogBatch read(Duration wait) {
      if (position == range.to()) {
        return LogBatch.nothingAt(position);
      }
      worker.requireSource();
      if (fetchedAt == 0) {
        fetchedAt = worker.now() + worker.world().timeline().between(5, LONGEST_FETCH_MILLIS);
      }
      long left = fetchedAt - worker.now();
      if (left > 0) {
        worker.time().sleep(Math.min(left, Math.max(1, wait.toMillis())));
      }
      if (worker.now() < fetchedAt) {
        return LogBatch.nothingAt(position);
      }
      fetchedAt = 0;
      return next();
    }

    private LogBatch next() {
      long end = Math.min(range.to(), position + worker.world().timeline().between(1, most));
      var source = worker.world().scenario().source(partition);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      for (long offset = position; offset < end; offset++) {
        var record = source.get((int) offset);
        if (record != null) {
          records.add(record);
        }
      }
      var covered = new OffsetRange(position, end);
      position = end;
      return new LogBatch(covered, records);
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void skipTo(long offset) {
      position = offset;
    }

    @Override
    public void close() {}
  }
}
