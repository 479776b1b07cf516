package io.reprise.rehydrate.read;

import io.reprise.rehydrate.parallel.StopSignal;
import io.reprise.store.EventLog;
import io.reprise.store.OffsetRange;
import java.time.Duration;

/**
 * Opens readers over the partitions of a topic. Thread-safe.
 *
 * @param stall how long a reader waits without any progress before it gives up
 */
public record LogSource(EventLog log, String topic, Duration stall, StopSignal stop) {

  /** Opens a reader over {@code [from, to)}; the caller closes it. */
  public StallCheckedReader open(int partition, long from, long to) {
    return new StallCheckedReader(
        log.read(topic, partition, new OffsetRange(from, to)),
        topic + "-" + partition,
        stall,
        stop);
  }
}
