package io.reprise.replay.target.connect;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Ticker;
import io.reprise.replay.failure.Backoff;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.UnprovenLeaseException;
import io.reprise.runtime.json.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Calls a task so that it writes records for good, and does what the task asks of the worker. A
 * call that the task asks to repeat is repeated after a growing delay, for at most two seconds.
 * After that the slice is dropped, and the shard is claimed again later.
 *
 * <p>Records are given to the task only while the lease is proven. Confined to the thread of the
 * shard.
 */
final class TaskCalls {
  /** How long calls are repeated within a slice. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** As many as Kafka Connect gives to a task at once by default. */
  private static final int MOST_RECORDS = 500;

  private final String target;
  private final RunningTask task;
  private final Duration limit;
  private final DeliveryContext delivery;
  private final Backoff backoff;
  private final Ticker ticker;

  /**
   * Creates the calls of a task that has started.
   *
   * @param limit how long the task may take to confirm the records
   */
  TaskCalls(
      String target,
      RunningTask task,
      Duration limit,
      DeliveryContext delivery,
      Backoff backoff,
      Ticker ticker) {
    this.target = target;
    this.task = task;
    this.limit = limit;
    this.delivery = delivery;
    this.backoff = backoff;
    this.ticker = ticker;
  }

  /**
   * Requires that the task, which has just started, does not ask for other records than it gets
   * next.
   *
   * @throws TargetRefusedException when it does, because it keeps offsets of its own
   */
  void requireNext(long firstOffset) {
    var wanted = task.context().takeWantedOffset();
    if (wanted.isPresent() && wanted.getAsLong() != firstOffset) {
      throw new TargetRefusedException(
          "the connector of target '%s' keeps offsets of its own: it asks for records from offset %d on, and the shard goes on at %d; the worker decides where a shard goes on"
              .formatted(target, wanted.getAsLong(), firstOffset));
    }
  }

  /**
   * Gives records to the task, and waits until it has written them for good.
   *
   * @return the records that the task has reported as not writable, by offset, with the reasons
   * @throws ConnectorFailedException when the task fails
   * @throws TargetUnavailableException when it does not write the records in time
   * @throws UnprovenLeaseException when this worker cannot prove its lease for too long
   */
  Map<Long, String> write(List<SinkRecord> records) throws ConnectorFailedException {
    task.context().clearReported();
    for (int from = 0; from < records.size(); from += MOST_RECORDS) {
      put(records.subList(from, Math.min(records.size(), from + MOST_RECORDS)));
    }
    confirm(records);
    return task.context().reported();
  }

  private void put(List<SinkRecord> records) throws ConnectorFailedException {
    var patience = Deadline.after(PATIENCE, ticker);
    for (int attempt = 1; ; attempt++) {
      awaitUnpaused();
      requireLease();
      try {
        task.put(records);
        requireNoRewind();
        return;
      } catch (ConnectorFailedException e) {
        requireNoRewind();
        awaitRepeat(e, attempt, patience);
      }
    }
  }

  private void awaitRepeat(ConnectorFailedException failed, int attempt, Deadline patience)
      throws ConnectorFailedException {
    if (!ConnectErrors.isRetriable(failed.thrown())) {
      throw failed;
    }
    var asked = task.context().takeTimeout();
    var delay = backoff.after(attempt);
    delay = asked.compareTo(delay) > 0 ? asked : delay;
    if (delay.compareTo(patience.left()) > 0) {
      throw failed;
    }
    ticker.sleep(delay);
  }

  private void awaitUnpaused() throws ConnectorFailedException {
    var patience = Deadline.after(PATIENCE, ticker);
    while (task.context().isPaused()) {
      if (patience.isPassed()) {
        throw new TargetUnavailableException(
            "the connector of target '%s' has asked to get no records (pause)".formatted(target));
      }
      ticker.sleep(PAUSE);
      requireLease();
      task.put(List.of());
    }
  }

  /**
   * Asks the task what it has written, until these are all records that it has not refused. Calls
   * put without records before, as Kafka Connect does while there are none: some tasks throw the
   * exception of a put from the next one, and confirm the records all the same.
   */
  private void confirm(List<SinkRecord> records) throws ConnectorFailedException {
    long end = records.get(records.size() - 1).originalKafkaOffset() + 1;
    var deadline = Deadline.after(limit, ticker);
    for (; ; ) {
      requireLease();
      task.put(List.of());
      requireNoRewind();
      var written = task.written(end);
      if (covers(written, records)) {
        return;
      }
      if (deadline.isPassed()) {
        throw unconfirmed(written, end);
      }
      ticker.sleep(PAUSE);
    }
  }

  private boolean covers(OptionalLong written, List<SinkRecord> records) {
    var reported = task.context().reported();
    for (int i = records.size() - 1; i >= 0; i--) {
      long offset = records.get(i).originalKafkaOffset();
      if (!reported.containsKey(offset)) {
        return written.isPresent() && written.getAsLong() > offset;
      }
    }
    return true;
  }

  private TargetUnavailableException unconfirmed(OptionalLong written, long end) {
    var sofar = written.isPresent() ? "up to offset " + written.getAsLong() : "at no offset";
    return new TargetUnavailableException(
        "the connector of target '%s' has confirmed records %s and not up to %d within %s: let it write sooner by its own settings, or raise window or timeout of the target"
            .formatted(target, sofar, end, Durations.text(limit)));
  }

  /**
   * Requires that the task asks for no earlier records. The slice is dropped if it does, and the
   * shard begins again with a new task at its committed progress.
   */
  private void requireNoRewind() {
    var wanted = task.context().takeWantedOffset();
    if (wanted.isPresent()) {
      throw new TargetUnavailableException(
          "the connector of target '%s' asks for the records from offset %d on again"
              .formatted(target, wanted.getAsLong()));
    }
  }

  /** Waits for a proof of the lease, for two seconds at most. */
  private void requireLease() {
    var proven = delivery.leaseIsProven();
    if (!Deadline.after(PATIENCE, ticker).await(proven, PAUSE)) {
      throw new UnprovenLeaseException(
          delivery.replay() + "/" + delivery.shard(), delivery.leaseEpoch());
    }
  }
}
