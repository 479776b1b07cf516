package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.fencing.TransactionInDoubtException;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.DoubtNotes;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.ReplayCopy;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that the last transaction of a shard is in doubt. A worker has one instance. Thread-safe.
 */
public final class SlotDoubts {
  private static final Logger LOG = LoggerFactory.getLogger(SlotDoubts.class);

  private final DoubtNotes notes;
  private final ReplayCopy replays;
  private final ProgressCopy progress;
  private final Clock clock;

  /**
   * Creates an instance without sending a request.
   *
   * @param clock gives the times of the notes
   */
  public SlotDoubts(DoubtNotes notes, ReplayCopy replays, ProgressCopy progress, Clock clock) {
    this.notes = notes;
    this.replays = replays;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Stores a note about each shard whose records a transaction may have delivered. The caller
   * aborts the transaction afterwards. From then on, all readers see the notes.
   *
   * @throws org.apache.kafka.common.KafkaException when a note was not stored; a retry is safe
   */
  void record(TransactionInDoubtException doubt) {
    replays.catchUp();
    for (var written : doubt.records()) {
      if (written.value() == null) {
        continue; // It removes a record of an expired replay, and delivers nothing.
      }
      var reached = ControlCodec.decode(written.value(), ShardProgress.class);
      var before = progress.of(reached.shard());
      if (before == null || !mayHaveDelivered(before, reached)) {
        continue;
      }
      var text = text(before, reached, doubt);
      LOG.error(
          "outcome of a transaction cannot be determined, its shard fails shard={} slot={} cause={}",
          before.shard(),
          before.slot(),
          text);
      notes.write(before, text, clock.instant());
    }
  }

  /**
   * Returns whether the transaction may have delivered records. A claim or a stop delivers nothing,
   * so the result is false for them.
   */
  private static boolean mayHaveDelivered(ShardProgress before, ShardProgress reached) {
    return reached.leaseEpoch() == before.leaseEpoch()
        && reached.nextOffset() != before.nextOffset();
  }

  private String text(
      ShardProgress before, ShardProgress reached, TransactionInDoubtException doubt) {
    var replay = replays.table().replay(before.shard().replay());
    var partition =
        replay == null || replay.isExpired()
            ? ""
            : " of partition " + replay.plan().shards().get(before.shard().index()).partition();
    return ("it is in doubt whether offsets [%d, %d)%s were delivered: %s. The shard delivers nothing"
            + " more. Read the target, then start a new replay, from offset %d if they were"
            + " delivered, else from offset %d")
        .formatted(
            before.nextOffset(),
            reached.nextOffset(),
            partition,
            doubt.facts(),
            reached.nextOffset(),
            before.nextOffset());
  }
}
