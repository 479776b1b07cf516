package io.reprise.replay.slot;

import io.reprise.replay.deliver.Deliveries;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressLog;
import io.reprise.replay.journal.ReplayLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What running slots needs. One for a worker.
 *
 * @param worker this worker's name, for people
 * @param transactionTimeout after which the broker aborts a silent worker's transaction
 */
public record SlotWork(
    String worker,
    Map<String, Object> clientSettings,
    ControlTopics topics,
    Duration transactionTimeout,
    TransactionEnds ends,
    SlotFootprints footprints,
    SlotMembership membership,
    ReplayLog replays,
    ProgressLog progress,
    Deliveries deliveries,
    Clock clock,
    Switch running) {

  /** Turned off once, when the worker shuts down. */
  public static final class Switch {
    private volatile boolean on = true;

    public void turnOff() {
      on = false;
    }
  }

  boolean open() {
    return running.on;
  }

  SlotTransactions transactions(int slot) {
    return new SlotTransactions(clientSettings, topics, ends, progress, slot, transactionTimeout);
  }

  /** Ends what a predecessor's last transaction has left hanging; to be asked after S2. */
  void endHanging(int slot) {
    ends.end(footprints.of(slot));
  }
}
