package io.reprise.replay.fencing;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.replay.journal.DoubtNote;
import io.reprise.replay.journal.StaleControlException;
import io.reprise.replay.journal.WrittenPartitionsHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Makes sure that a writer's transactions have ended in every partition, and ends those that hang.
 *
 * <p>Why transactions hang: a broker that is killed during a commit or an abort may never write
 * some of the transaction markers. Kafka 4.3.1 treats partitions without a leader as deleted, and a
 * killed broker leads no partitions for a moment when it starts again. The transaction coordinator
 * then considers the transaction as ended, but the transaction hangs in these partitions.
 *
 * <p>What follows: readers see neither the hanging records nor any later record of the partition,
 * until the next transaction of the same writer ends there. The hanging records then get the
 * outcome of that next transaction, which may be the wrong one.
 *
 * <p>What this class does: a writer calls {@link #await} and begins a transaction only after its
 * last one has ended in every partition. A successor calls {@link #end} before its first
 * transaction, and so ends the hanging transactions of its predecessor. See ADR 10.
 *
 * <p>Thread-safe.
 */
public final class TransactionEnds {
  private static final int ASK_MILLIS = 2_000;

  /**
   * How long the takeover of a slot waits for Kafka's answer about the partitions of a target. The
   * limit is short, because a request to pause a replay in the slot waits during that time. A
   * partition that does not answer in time is asked again before a shard that depends on it
   * delivers.
   */
  private static final int SOON_MILLIS = 500;

  /**
   * How long the claim of a shard waits for Kafka's answer about an unchecked partition. All other
   * shards of the slot wait during that time.
   */
  private static final int ASK_AGAIN_MILLIS = 1_000;

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration CHECK_AGAIN = Duration.ofMillis(2);

  private final Admin admin;
  private final UncommittedRecords records;
  private final TransactionMarkers markers;
  private final EndedTransactions endedTransactions;

  /**
   * Creates an instance without sending a request.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   */
  public TransactionEnds(Admin admin, Map<String, Object> clientSettings) {
    this.admin = admin;
    this.records = new UncommittedRecords(clientSettings);
    this.markers = new TransactionMarkers(admin, clientSettings);
    this.endedTransactions = new EndedTransactions(admin, clientSettings);
  }

  /**
   * Waits until the writer's last transaction, which the writer has committed or aborted, has ended
   * in all of {@code partitions}.
   *
   * @param producerId the writer's producer id as the last call returned it; -1 at the first call
   * @return the writer's present producer id
   * @throws StaleControlException when the transaction does not end in time; the writer must be
   *     closed and opened again
   */
  public long await(String transactionalId, Set<TopicPartition> partitions, long producerId) {
    var deadline = Deadline.after(LIMIT);
    boolean wasOver = false;
    while (true) {
      var asked = ask(partitions, ASK_MILLIS);
      var writer = writer(transactionalId);
      var open =
          partitions.stream()
              .flatMap(tp -> open(tp, asked))
              .filter(o -> o.producerId() == writer.producerId() || o.producerId() == producerId)
              .toList();
      if (open.isEmpty()) {
        return writer.producerId();
      }
      // Kafka's transaction coordinator writes all markers before it reports the transaction as
      // ended. A transaction that is still open in a partition afterwards hangs, and waiting longer
      // would only delay a pause of the replay.
      if (wasOver || deadline.isPassed()) {
        throw new StaleControlException("a transaction did not end in time: " + open);
      }
      wasOver = isOver(writer.state());
      Interruption.sleep(CHECK_AGAIN);
    }
  }

  /**
   * Returns how many hanging transactions this object has ended. A transaction counts once for each
   * partition in which it hung. Shown in the worker's metrics.
   */
  public long hangingEnded() {
    return markers.ended();
  }

  /**
   * What {@link #endWherePossible} could not end, and the producer ids that it has found.
   *
   * @param unchecked the partitions that could not be checked, or in which a transaction could not
   *     be ended, with the error of each
   * @param producerIds the producer ids that the writer is known to have had
   */
  public record Rest(Map<TopicPartition, RuntimeException> unchecked, Set<Long> producerIds) {}

  /**
   * Ends the last transaction of a transactional id in every partition where it hangs. If the
   * transaction has already ended in some partition, it gets the same outcome in the others. If it
   * has ended nowhere, it is aborted. The caller must just have fenced all other writers of the
   * transactional id, and must have no open transaction itself.
   *
   * @throws RuntimeException when a partition cannot be checked; a retry is safe
   * @throws StaleControlException when the outcome cannot be determined; nothing was changed then
   */
  public void end(TransactionFootprint footprint) {
    var first = endWherePossible(footprint).unchecked().values().stream().findFirst();
    if (first.isPresent()) {
      throw first.get();
    }
  }

  /**
   * Does the same as {@link #end}, but does not fail if a partition cannot be checked: the result
   * names the partition. Two kinds of partitions must be checked all the same: the writer's own log
   * and those with the offsets of the writer's group. When this method returns, the writer's own
   * log has no open transaction.
   *
   * @throws TransactionInDoubtException when a transaction hangs in the writer's own log and its
   *     outcome cannot be determined; nothing was changed then
   * @throws RuntimeException when the own log or a partition with the group's offsets cannot be
   *     checked; a retry is safe
   */
  public Rest endWherePossible(TransactionFootprint footprint) {
    var always = new HashSet<>(footprint.offsets());
    always.add(footprint.log());
    var asked = ask(always, ASK_MILLIS);
    var unchecked = new HashMap<TopicPartition, RuntimeException>();
    var others = ExistingPartitions.of(admin, footprint.others());
    var open = new ArrayList<>(openIn(others, SOON_MILLIS, unchecked));
    always.forEach(tp -> open(tp, asked).forEach(open::add));
    var unasked = namedInLog(open, footprint);
    unasked.removeAll(others);
    unasked.removeAll(always);
    open.addAll(openIn(ExistingPartitions.of(admin, unasked), ASK_MILLIS, unchecked));
    var producers = producers(footprint.log(), asked);
    producers.addAll(footprint.producerIds());
    if (open.isEmpty() && unchecked.isEmpty()) {
      return new Rest(unchecked, producers);
    }
    // The writer must be described after the open transactions were listed. If a listed transaction
    // has a lower epoch than the writer has now, the transaction cannot belong to a later writer.
    var writer = writer(footprint.transactionalId());
    if (isEnding(writer.state())) {
      throw new StaleControlException(
          footprint.transactionalId() + " is still ending a transaction");
    }
    producers.add(writer.producerId());
    var hanging = hanging(open, writer, producers);
    var inLog = hanging.stream().filter(footprint::isInLog).findFirst();
    if (inLog.isPresent()) {
      endAlike(inLog.get(), hanging, unchecked, footprint);
    } else {
      hanging.forEach(o -> attempt(o, unchecked, () -> endAsInLog(o, footprint)));
    }
    return new Rest(unchecked, producers);
  }

  /**
   * Ends the transactions of a writer that hang in {@code footprint.others()}, the partitions
   * beside its own log. Only for a writer whose own log has no open transaction, and which has not
   * written the other partitions since it fenced its predecessor.
   *
   * @return the partitions that could not be checked, or in which a transaction could not be ended,
   *     with the error of each
   */
  public Map<TopicPartition, RuntimeException> endInOthers(TransactionFootprint footprint) {
    var unchecked = new HashMap<TopicPartition, RuntimeException>();
    var partitions = ExistingPartitions.of(admin, footprint.others());
    var open = openIn(partitions, ASK_AGAIN_MILLIS, unchecked);
    if (!open.isEmpty()) {
      var writer = writer(footprint.transactionalId());
      var producers = new HashSet<>(footprint.producerIds());
      producers.add(writer.producerId());
      hanging(open, writer, producers)
          .forEach(o -> attempt(o, unchecked, () -> endAsInLog(o, footprint)));
    }
    return unchecked;
  }

  /**
   * Aborts a transaction in the writer's own log although its outcome is in doubt. The caller must
   * first have written a note about the doubt, so that no reader concludes from the abort that the
   * transaction's records were not delivered.
   */
  public void abort(TransactionInDoubtException doubt) {
    markers.abort(doubt.inLog());
  }

  private static void attempt(
      OpenTransaction open, Map<TopicPartition, RuntimeException> unchecked, Runnable end) {
    try {
      end.run();
    } catch (RuntimeException e) {
      unchecked.put(open.partition(), e);
    }
  }

  /**
   * Returns the other partitions of the transaction that is open in the writer's own log. The
   * records of the transaction in the own log name these partitions. Empty if no transaction is
   * open there.
   */
  private Set<TopicPartition> namedInLog(
      List<OpenTransaction> open, TransactionFootprint footprint) {
    var named = new HashSet<TopicPartition>();
    open.stream()
        .filter(footprint::isInLog)
        .flatMap(inLog -> ownRecords(inLog).stream())
        .forEach(record -> WrittenPartitionsHeader.of(record).ifPresent(named::addAll));
    return named;
  }

  /** Returns the records of a transaction that is open in the writer's own log. */
  private List<ConsumerRecord<byte[], byte[]>> ownRecords(OpenTransaction inLog) {
    return records.all(inLog).stream().filter(record -> !DoubtNote.isNote(record)).toList();
  }

  /**
   * Returns the transactions that are open in {@code partitions}. Each topic is asked in a request
   * of its own.
   *
   * @param unchecked receives the partitions that do not answer, with the error of each
   */
  private List<OpenTransaction> openIn(
      Collection<TopicPartition> partitions,
      int limitMillis,
      Map<TopicPartition, RuntimeException> unchecked) {
    var byTopic = partitions.stream().collect(Collectors.groupingBy(TopicPartition::topic));
    var asked = new HashMap<String, DescribeProducersResult>();
    byTopic.forEach(
        (topic, its) -> {
          try {
            asked.put(topic, ask(its, limitMillis));
          } catch (KafkaException e) {
            its.forEach(tp -> unchecked.put(tp, e));
          }
        });
    var open = new ArrayList<OpenTransaction>();
    asked.forEach(
        (topic, answers) -> {
          for (var partition : Objects.requireNonNull(byTopic.get(topic))) {
            try {
              open(partition, answers).forEach(open::add);
            } catch (KafkaException e) {
              unchecked.put(partition, e);
            }
          }
        });
    return open;
  }

  /**
   * Returns the writer's hanging transactions. The writer itself has no open transaction. Therefore
   * every open transaction of one of its former producer ids hangs. An open transaction of its
   * present producer id hangs if its epoch is below the writer's present epoch.
   */
  private static List<OpenTransaction> hanging(
      List<OpenTransaction> open, TransactionDescription writer, Set<Long> producers) {
    return open.stream()
        .filter(o -> producers.contains(o.producerId()))
        .filter(o -> o.producerId() != writer.producerId() || o.epoch() < writer.producerEpoch())
        .toList();
  }

  /**
   * Returns the producer ids that the writer has had. They are the ids that have written the
   * writer's own log, because no other writer writes this partition.
   *
   * <p>Kafka gives a transactional id a new producer id when the epochs of the old one are used up.
   * Under transaction version 2 (KIP-890) each transaction uses an epoch, so the producer id
   * changes about every 32,000 transactions. A partition knows a producer id for a day after its
   * last write there (producer.id.expiration.ms).
   */
  private static Set<Long> producers(TopicPartition log, DescribeProducersResult asked) {
    try {
      return KafkaAnswer.of(asked.partitionResult(log)).activeProducers().stream()
          .map(ProducerState::producerId)
          .collect(Collectors.toCollection(HashSet::new));
    } catch (AuthorizationException e) {
      return new HashSet<>();
    }
  }

  /**
   * Ends a transaction that hangs in the writer's own log, there and in every other partition where
   * it hangs. If the transaction has ended in some other partition, it gets the outcome that it has
   * there. If it has ended nowhere, it is aborted, because nobody has seen any of its records.
   */
  private void endAlike(
      OpenTransaction inLog,
      List<OpenTransaction> hanging,
      Map<TopicPartition, RuntimeException> unchecked,
      TransactionFootprint footprint) {
    var own = ownRecords(inLog);
    var written = written(inLog, own);
    var ended = new HashSet<>(written);
    hanging.forEach(o -> ended.remove(o.partition()));
    var unanswered = new HashMap<>(unchecked);
    unanswered.keySet().retainAll(ended);
    ended.removeAll(unanswered.keySet());
    var outcome =
        ended.isEmpty() ? Optional.<Boolean>empty() : outcome(own, ended, unanswered, footprint);
    if (outcome.isEmpty() && !(ended.isEmpty() && unanswered.isEmpty())) {
      throw new TransactionInDoubtException(
          "a transaction of %s hangs in %s and has ended in %s: its outcome cannot be determined%s"
              .formatted(
                  footprint.transactionalId(),
                  hanging,
                  ended,
                  unanswered.isEmpty() ? "" : " while these do not answer: " + unanswered),
          inLog,
          ended,
          unanswered,
          own);
    }
    boolean commit = outcome.orElse(false);
    // End the transaction in the writer's own log first. If this process crashes before it ends the
    // transaction in the other partitions, the log tells the next owner which outcome to use there.
    end(inLog, commit);
    // The records in the own log name all partitions of this transaction. If a transaction hangs in
    // another partition, it is an older one, and the partition was unchecked.
    hanging.stream()
        .filter(o -> !footprint.isInLog(o))
        .forEach(
            o ->
                attempt(
                    o,
                    unchecked,
                    written.contains(o.partition())
                        ? () -> end(o, commit)
                        : () -> endAsInLog(o, footprint)));
  }

  private void end(OpenTransaction open, boolean commit) {
    if (commit) {
      markers.commit(open);
    } else {
      markers.abort(open);
    }
  }

  /**
   * Returns whether a transaction was committed, as its records in the partitions where it has
   * ended show; empty if no partition shows it.
   *
   * @param unanswered receives the partitions that could not be read, with the error of each
   */
  private Optional<Boolean> outcome(
      List<ConsumerRecord<byte[], byte[]>> own,
      Set<TopicPartition> ended,
      Map<TopicPartition, RuntimeException> unanswered,
      TransactionFootprint footprint) {
    var isPart = footprint.witness().partOf(own);
    for (var partition : ended) {
      if (!footprint.offsets().contains(partition)) {
        try {
          var committed = endedTransactions.isCommitted(partition, isPart);
          if (committed.isPresent()) {
            return committed;
          }
        } catch (KafkaException | StaleControlException e) {
          unanswered.put(partition, e);
        }
      }
    }
    return ended.stream().anyMatch(footprint.offsets()::contains)
        ? Optional.of(footprint.witness().hasCommittedOffsets(own))
        : Optional.empty();
  }

  /**
   * Ends a transaction that hangs in another partition, but has ended in the writer's own log. If
   * the own log proves that the transaction's first record in the other partition was committed,
   * the transaction is committed there. Otherwise it is aborted there.
   */
  private void endAsInLog(OpenTransaction open, TransactionFootprint footprint) {
    if (!footprint.isInOffsets(open) && footprint.witness().isCommitted(records.first(open))) {
      markers.commit(open);
    } else {
      markers.abort(open);
    }
  }

  private static Set<TopicPartition> written(
      OpenTransaction inLog, List<ConsumerRecord<byte[], byte[]>> own) {
    var written = new HashSet<TopicPartition>();
    for (var record : own) {
      var named = WrittenPartitionsHeader.of(record);
      if (named.isEmpty()) {
        throw new TransactionInDoubtException(
            "%s hangs, and record %d does not name the other partitions that the transaction wrote"
                .formatted(inLog, record.offset()),
            inLog,
            Set.of(),
            Map.of(),
            own);
      }
      written.addAll(named.get());
    }
    return written;
  }

  private DescribeProducersResult ask(Collection<TopicPartition> partitions, int limitMillis) {
    return admin.describeProducers(
        partitions, new DescribeProducersOptions().timeoutMs(limitMillis));
  }

  /**
   * Returns the transactions that are open in a partition. If this client is not authorized to
   * describe the partition, it counts as a partition without open transactions.
   */
  private static Stream<OpenTransaction> open(
      TopicPartition partition, DescribeProducersResult asked) {
    try {
      return KafkaAnswer.of(asked.partitionResult(partition)).activeProducers().stream()
          .filter(p -> p.currentTransactionStartOffset().isPresent())
          .map(p -> OpenTransaction.of(partition, p));
    } catch (AuthorizationException e) {
      return Stream.empty();
    }
  }

  private TransactionDescription writer(String transactionalId) {
    var options = new DescribeTransactionsOptions().timeoutMs(ASK_MILLIS);
    return KafkaAnswer.of(
        admin.describeTransactions(List.of(transactionalId), options).description(transactionalId));
  }

  private static boolean isOver(TransactionState state) {
    return state == TransactionState.COMPLETE_COMMIT || state == TransactionState.COMPLETE_ABORT;
  }

  private static boolean isEnding(TransactionState state) {
    return state == TransactionState.PREPARE_COMMIT || state == TransactionState.PREPARE_ABORT;
  }
}
