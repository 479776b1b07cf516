package io.reprise.replay.simulation;

import io.reprise.store.EventLog;
import io.reprise.store.KeySelection;
import io.reprise.store.LogBatch;
import io.reprise.store.LogReader;
import io.reprise.store.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The source topic, read by one worker: slowly and a few offsets at a time. */
final class SourceLog implements EventLog {
  private static final long LONGEST_FETCH_MILLIS = 250;
  private static final int BATCHES_A_SHARD = 12;

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
