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
 * What became of a writer's transactions, asked from the partitions themselves.
 *
 * <p>A broker that is killed amid a commit or an abort may never mark its end: as of 4.3.1 it takes
 * partitions without a leader for deleted, and a broker that comes back has none for a moment. The
 * transaction is over then for its coordinator, and hangs in the partitions: its records, and all
 * behind them, stay invisible until the next end of a transaction of that writer, whichever that
 * is. So a writer begins none before the last one has ended everywhere ({@link #await}), and its
 * successor ends what hangs before it begins one ({@link #end}).
 *
 * <p>Threading: safe anywhere, as the admin that it borrows is.
 */
public final class TransactionEnds {
  private static final int ASK_MILLIS = 2_000;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration CHECK_AGAIN = Duration.ofMillis(2);

  private final Admin admin;
  private final UncommittedRecords records;
  private final TransactionMarkers markers;

  /**
   * @param clientSettings Kafka's settings to reach the cluster
   */
  public TransactionEnds(Admin admin, Map<String, Object> clientSettings) {
    this.admin = admin;
    this.records = new UncommittedRecords(clientSettings);
    this.markers = new TransactionMarkers(admin, clientSettings);
  }

  /**
   * Returns once the writer's last transaction, which it has committed or aborted, has ended in all
   * of {@code partitions}.
   *
   * @param producerId what the writer's producer id was when this was last asked, or -1
   * @return the writer's producer id now
   * @throws StaleControlException when it does not end in time
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
        throw new StaleControlException("a transaction was not seen to end: " + open);
      }
      Interruption.sleep(CHECK_AGAIN);
    }
  }

  /**
   * Ends the writer's last transaction where it hangs: everywhere alike. For whoever has just
   * fenced all other writers under the id, and has nothing open.
   *
   * @throws StaleControlException when it cannot be told how it ends; nothing was changed then
   */
  public void end(TransactionFootprint footprint) {
    var asked = ask(footprint.partitions());
    var open = footprint.partitions().stream().flatMap(tp -> open(tp, asked)).toList();
    if (open.isEmpty()) {
      return;
    }
    // Asked in this order: what was open before, of an epoch that the coordinator has left behind
    // since, can be of no successor.
    var writer = writer(footprint.transactionalId());
    if (isEnding(writer.state())) {
      throw new StaleControlException(footprint.transactionalId() + " still ends a transaction");
    }
    var hanging = hanging(open, writer, footprint);
    var inLog = hanging.stream().filter(footprint::isInLog).findFirst();
    if (inLog.isPresent()) {
      requireEndedNowhere(inLog.get(), hanging, footprint);
      // The log first: should we die in between, it tells whoever comes next.
      markers.abort(inLog.get());
      hanging.stream().filter(o -> !footprint.isInLog(o)).forEach(markers::abort);
    } else {
      hanging.forEach(o -> endAsInLog(o, footprint));
    }
  }

  /**
   * Those of the writer, which has no other open: of any producer id that wrote its log, and of an
   * epoch before the present one.
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
          "a transaction of %s hangs in %s and has ended in %s: which way cannot be told"
              .formatted(footprint.transactionalId(), hanging, ended));
    }
  }

  /** In the log it has ended: what the log shows was committed, all else was aborted. */
  private void endAsInLog(OpenTransaction open, TransactionFootprint footprint) {
    if (!footprint.isShared(open) && footprint.shows().test(records.first(open))) {
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
            "%s hangs, and record %d does not say where else it wrote"
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

  /** What may not be asked about a partition counts as if it had ended. */
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
