package io.reprise.replay.slot;

import io.reprise.replay.fencing.KafkaSlotTransactions;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressCopy;
import java.time.Duration;
import java.util.Map;

/** Takes over slots by initialising a Kafka producer with the slot's transactional id. */
public final class KafkaSlotTakeover implements SlotTakeover {
  private final Map<String, Object> clientSettings;
  private final ControlTopics topics;
  private final Duration transactionTimeout;
  private final TransactionEnds ends;
  private final SlotFootprints footprints;
  private final ProgressCopy progress;

  /**
   * Creates an instance without sending a request.
   *
   * @param transactionTimeout time after which the broker aborts the open transaction of a worker
   *     that sends no more requests
   */
  public KafkaSlotTakeover(
      Map<String, Object> clientSettings,
      ControlTopics topics,
      Duration transactionTimeout,
      TransactionEnds ends,
      SlotFootprints footprints,
      ProgressCopy progress) {
    this.clientSettings = clientSettings;
    this.topics = topics;
    this.transactionTimeout = transactionTimeout;
    this.ends = ends;
    this.footprints = footprints;
    this.progress = progress;
  }

  @Override
  public SlotTransactions open(int slot) {
    var transactions =
        new KafkaSlotTransactions(clientSettings, topics, ends, progress, slot, transactionTimeout);
    try {
      ends.end(footprints.of(slot));
      return transactions;
    } catch (RuntimeException e) {
      transactions.close();
      throw e;
    }
  }
}
