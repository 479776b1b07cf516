package io.reprise.replay.fencing;

import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.replay.journal.StaleControlException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Waits for the end of a writer's transaction in every partition, and ends hanging transactions.
 *
 * <p>A broker that is killed during a commit or an abort may never write some of the markers: Kafka
 * 4.3.1 treats partitions without a leader as deleted, and a broker that restarts has no leaders
 * for a moment. The transaction coordinator has then ended the transaction, but the transaction
 * hangs in these partitions. Its records and all later ones stay invisible until the next
 * transaction of the same writer ends there, and its records then get the outcome of that next
 * transaction. Therefore a writer begins no transaction before the last one has ended everywhere
 * ({@link #await}), and its successor ends hanging transactions before it begins its first one
 * ({@link #end}). See ADR 10.
 *
 * <p>Thread-safe.
 */
public final class TransactionEnds {
  private static final int ASK_MILLIS = 2_000;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration CHECK_AGAIN = Duration.ofMillis(2);

  private final Admin admin;
  private final UncommittedRecords records;
  private final TransactionMarkers markers;

  /**
   * Creates an instance without sending a request.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   */
  public TransactionEnds(Admin admin, Map<String, Object> clientSettings) {
    this.admin = admin;
    this.records = new UncommittedRecords(clientSettings);
    this.markers = new TransactionMarkers(admin, clientSettings);
  }

  /**
   * Waits until the writer's last transaction, which it has committed or aborted, has ended in all
   * of {@code partitions}.
   *
   * @param producerId the writer's producer id as the last call returned it, or -1
   * @return the writer's producer id now
   * @throws StaleControlException when the transaction does not end in time; the writer must be
   *     closed and opened again
   */
  public long await(String transactionalId, Set<TopicPartition> partitions, long producerId) {
    var deadline = Deadline.after(LIMIT);
    while (true) {
      var asked = ask(partitions);
      var writer = writer(transactionalId);
      var open =
          partitions.stream()
              .flatMap(tp -> open(tp, asked))
              .filter(o -> o.producerId() == writer.producerId() || o.producerId() == producerId)
              .toList();
      if (open.isEmpty()) {
        return writer.producerId();
      }
      if (deadline.isPassed()) {
        throw new StaleControlException("a transaction did not end in time: " + open);
      }
      Interruption.sleep(CHECK_AGAIN);
    }
  }

  /**
   * Ends the writer's last transaction in every partition where it hangs, everywhere with the same
   * outcome. Only for a caller that has just fenced all other writers under the id and has no open
   * transaction itself.
   *
   * @throws StaleControlException when the outcome cannot be determined; nothing was changed then
   */
  public void end(TransactionFootprint footprint) {
    var asked = ask(footprint.partitions());
    var open = footprint.partitions().stream().flatMap(tp -> open(tp, asked)).toList();
    if (open.isEmpty()) {
      return;
    }
    // The order of the two requests matters. A transaction that was open at the first request, and
    // whose epoch is below the epoch in the second answer, cannot belong to a successor.
    var writer = writer(footprint.transactionalId());
    if (isEnding(writer.state())) {
      throw new StaleControlException(
          footprint.transactionalId() + " is still ending a transaction");
    }
    var hanging = hanging(open, writer, footprint);
    var inLog = hanging.stream().filter(footprint::isInLog).findFirst();
    if (inLog.isPresent()) {
      requireEndedNowhere(inLog.get(), hanging, footprint);
      // The transaction is ended in the writer's own log first. If this process crashes before the
      // other partitions are done, a successor reads from that log which outcome they must get.
      markers.abort(inLog.get());
      hanging.stream().filter(o -> !footprint.isInLog(o)).forEach(markers::abort);
    } else {
      hanging.forEach(o -> endAsInLog(o, footprint));
    }
  }

  /**
   * Selects the writer's hanging transactions: those of any producer id that wrote the writer's own
   * log, with an epoch below the current one. The writer itself has no open transaction.
   */
  private static List<OpenTransaction> hanging(
      List<OpenTransaction> open, TransactionDescription writer, TransactionFootprint footprint) {
    var producers = new HashSet<>(Set.of(writer.producerId()));
    open.stream().filter(footprint::isInLog).forEach(o -> producers.add(o.producerId()));
    return open.stream()
        .filter(o -> producers.contains(o.producerId()))
        .filter(o -> o.producerId() != writer.producerId() || o.epoch() < writer.producerEpoch())
        .toList();
  }

  private void requireEndedNowhere(
      OpenTransaction inLog, List<OpenTransaction> hanging, TransactionFootprint footprint) {
    var ended = new HashSet<>(written(inLog));
    hanging.forEach(o -> ended.remove(o.partition()));
    if (!ended.isEmpty()) {
      throw new StaleControlException(
          "a transaction of %s hangs in %s and has ended in %s: its outcome cannot be determined"
              .formatted(footprint.transactionalId(), hanging, ended));
    }
  }

  /**
   * Ends a hanging transaction with the outcome that the writer's own log proves: committed if the
   * log contains it, otherwise aborted. In {@code __consumer_offsets} it is always aborted.
   */
  private void endAsInLog(OpenTransaction open, TransactionFootprint footprint) {
    if (!footprint.isInOffsets(open) && footprint.isCommitted().test(records.first(open))) {
      markers.commit(open);
    } else {
      markers.abort(open);
    }
  }

  private Set<TopicPartition> written(OpenTransaction inLog) {
    var written = new HashSet<TopicPartition>();
    for (var record : records.all(inLog)) {
      var named = WrittenPartitionsHeader.of(record);
      if (named.isEmpty()) {
        throw new StaleControlException(
            "%s hangs, and record %d does not name the other partitions that the transaction wrote"
                .formatted(inLog, record.offset()));
      }
      written.addAll(named.get());
    }
    return written;
  }

  private DescribeProducersResult ask(Collection<TopicPartition> partitions) {
    return admin.describeProducers(
        partitions, new DescribeProducersOptions().timeoutMs(ASK_MILLIS));
  }

  /**
   * Returns the transactions that are open in a partition. A partition that this client is not
   * authorized to describe is treated as having none.
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

  private static boolean isEnding(TransactionState state) {
    return state == TransactionState.PREPARE_COMMIT || state == TransactionState.PREPARE_ABORT;
  }
}
