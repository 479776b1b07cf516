package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.fencing.KafkaSlotTransactions;
import io.reprise.replay.fencing.SlotTransactions;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.fencing.TransactionFootprint;
import io.reprise.replay.fencing.TransactionInDoubtException;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ProgressCopy;
import io.reprise.replay.journal.UncheckedPartitions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over slots by initialising a Kafka producer with the slot's transactional id. */
public final class KafkaSlotTakeover implements SlotTakeover {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSlotTakeover.class);

  private final Map<String, Object> clientSettings;
  private final ControlTopics topics;
  private final Duration transactionTimeout;
  private final TransactionEnds ends;
  private final SlotFootprints footprints;
  private final SlotDoubts doubts;
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
      SlotDoubts doubts,
      ProgressCopy progress) {
    this.clientSettings = clientSettings;
    this.topics = topics;
    this.transactionTimeout = transactionTimeout;
    this.ends = ends;
    this.footprints = footprints;
    this.doubts = doubts;
    this.progress = progress;
  }

  @Override
  public SlotTransactions open(int slot) {
    return open(slot, ends::endWherePossible);
  }

  @Override
  public SlotTransactions openInDoubt(int slot) {
    return open(slot, this::endInDoubt);
  }

  private SlotTransactions open(
      int slot, Function<TransactionFootprint, TransactionEnds.Rest> end) {
    var transactions =
        new KafkaSlotTransactions(clientSettings, topics, ends, progress, slot, transactionTimeout);
    try {
      var named = footprints.of(slot);
      var rest =
          end.apply(footprints.footprint(slot, named.shards().keySet(), named.producerIds()));
      transactions.leaveUnchecked(
          unchecked(named, rest),
          (partitions, ids) -> ends.endInOthers(footprints.footprint(slot, partitions, ids)));
      return transactions;
    } catch (RuntimeException e) {
      transactions.close();
      throw e;
    }
  }

  private TransactionEnds.Rest endInDoubt(TransactionFootprint footprint) {
    try {
      return ends.endWherePossible(footprint);
    } catch (TransactionInDoubtException e) {
      doubts.record(e);
      ends.abort(e);
      return ends.endWherePossible(footprint);
    }
  }

  /**
   * Returns the partitions in which a transaction may hang and that could not be checked. If only
   * the record of an open transaction names a partition, any shard of the slot may have written it.
   */
  private static UncheckedPartitions unchecked(
      UncheckedPartitions named, TransactionEnds.Rest rest) {
    if (rest.unchecked().isEmpty()) {
      return UncheckedPartitions.NONE;
    }
    var all = named.shards().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    var shards = new HashMap<TopicPartition, Set<ShardKey>>();
    rest.unchecked()
        .keySet()
        .forEach(partition -> shards.put(partition, named.shards().getOrDefault(partition, all)));
    LOG.warn(
        "partitions could not be checked for a hanging transaction, shards that write to them wait"
            + " partitions={} cause={}",
        shards.keySet(),
        rest.unchecked().values().iterator().next().getMessage());
    return new UncheckedPartitions(shards, rest.producerIds());
  }
}
