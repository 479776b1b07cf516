package io.reprise.replay.fencing;

import io.reprise.kafka.client.BrokerRequest;
import io.reprise.kafka.client.KafkaAnswer;
import io.reprise.kafka.client.TopicDescriptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.AbortTransactionOptions;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the transaction markers that Kafka's transaction coordinator left out. For this, Kafka
 * requires the permission to alter the cluster. Thread-safe.
 */
final class TransactionMarkers {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionMarkers.class);

  private static final int LIMIT_MILLIS = 5_000;

  /**
   * The transaction version with which a commit marker is written. For version 0, brokers apply
   * their rules from before KIP-890. These rules accept the epoch of a hanging transaction although
   * it is lower than the producer's present epoch.
   */
  private static final short ANY_EPOCH = 0;

  private final Admin admin;
  private final BrokerRequest requests;
  private final LongAdder ended = new LongAdder();

  TransactionMarkers(Admin admin, Map<String, Object> clientSettings) {
    this.admin = admin;
    this.requests = new BrokerRequest(clientSettings);
  }

  /** Aborts a transaction in its partition: none of its records there becomes visible. */
  void abort(OpenTransaction open) {
    LOG.warn(
        "aborting a hanging transaction, which read_committed readers cannot pass transaction={}",
        open);
    var spec =
        new AbortTransactionSpec(
            open.partition(), open.producerId(), open.epoch(), open.coordinatorEpoch());
    var options = new AbortTransactionOptions().timeoutMs(LIMIT_MILLIS);
    KafkaAnswer.of(admin.abortTransaction(spec, options).all());
    ended.increment();
  }

  /** Commits a transaction in its partition: all of its records there become visible. */
  void commit(OpenTransaction open) {
    LOG.warn(
        "committing a hanging transaction, which read_committed readers cannot pass transaction={}",
        open);
    var marker =
        new TxnMarkerEntry(
            open.producerId(),
            open.epoch(),
            open.coordinatorEpoch(),
            TransactionResult.COMMIT,
            List.of(open.partition()),
            ANY_EPOCH);
    var answer =
        (WriteTxnMarkersResponse)
            requests.send(leader(open), new WriteTxnMarkersRequest.Builder(List.of(marker)));
    answer.errorsByProducerId().values().stream()
        .flatMap(partitions -> partitions.values().stream())
        .forEach(Errors::maybeThrow);
    ended.increment();
  }

  /** Returns how many hanging transactions this object has ended, each partition counted. */
  long ended() {
    return ended.sum();
  }

  private Node leader(OpenTransaction open) {
    var topic = TopicDescriptions.of(admin, open.partition().topic());
    return topic.partitions().get(open.partition().partition()).leader();
  }
}
