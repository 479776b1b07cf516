package io.reprise.replay.target.remote;

import io.reprise.kafka.client.ProducerRole;
import io.reprise.replay.target.TargetLeaseLostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Commits the transactions of one lease of a shard in the target's cluster. All leases of a shard
 * have the same transactional id, so {@link #fence} of a later lease ends this one. Every commit
 * contains a record of the lease topic, which makes records and progress one decision.
 *
 * <p>After an exception it is unknown whether the open transaction was committed. This object can
 * then only be closed: the next lease learns the outcome. Confined to the thread of the shard.
 */
final class LeaseTransactions implements AutoCloseable {
  /** The first part of all transactional ids in clusters of targets. */
  static final String ID_PREFIX = "reprise-remote-";

  private static final Duration LINGER = Duration.ofMillis(5);
  private static final int BATCH_BYTES = 256 << 10;
  private static final int LARGEST_REQUEST_BYTES = 32 << 20;

  private final RemoteCluster cluster;
  private final String leaseTopic;
  private final String shard;
  private final long epoch;
  private final Duration timeout;
  private final String transactionalId;
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private final OpenTransactions transactions;
  private final Set<TopicPartition> written = new HashSet<>();
  private long producerId = -1;
  private boolean isOpen;

  /**
   * @param shard the shard as {@code <replay>/<number>}
   * @param timeout time after which the cluster aborts an open transaction, and after which calls
   *     fail
   */
  LeaseTransactions(
      RemoteCluster cluster, String leaseTopic, String shard, long epoch, Duration timeout) {
    this.cluster = cluster;
    this.leaseTopic = leaseTopic;
    this.shard = shard;
    this.epoch = epoch;
    this.timeout = timeout;
    this.transactionalId = ID_PREFIX + shard.replace('/', '-');
    this.transactions = new OpenTransactions(cluster, transactionalId, shard, timeout);
  }

  /**
   * Fences all earlier leases of the shard. When it returns, the transaction that the last of them
   * had open is committed or aborted (step R1 of docs/protocol.md).
   */
  void fence() {
    run(
        () -> {
          var opened =
              ProducerRole.transactional(cluster.settings(), transactionalId, timeout)
                  .lingering(LINGER)
                  .largestRequest(LARGEST_REQUEST_BYTES)
                  .with(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES)
                  .withoutMetrics()
                  .open();
          producer = opened;
          opened.initTransactions();
          producerId = transactions.producerId();
          return opened;
        });
  }

  /**
   * Waits until the last transaction of earlier leases has ended in all partitions (step R3 of
   * docs/protocol.md). Called after {@link #fence} and before the first record.
   *
   * @param copies the partitions that an earlier lease may have written
   * @param earlier the producer id of the last lease; -1 if there was none
   */
  void awaitEarlier(Collection<TopicPartition> copies, long earlier) {
    run(
        () -> {
          written.addAll(copies);
          awaitEnd(Set.of(earlier));
          return written;
        });
  }

  /** Returns the producer id of this lease. Called after {@link #fence}. */
  long producerId() {
    return producerId;
  }

  /** Sends a record in the open transaction, which begins with the first record. */
  void send(ProducerRecord<byte[], byte[]> record) {
    run(
        () -> {
          begin();
          written.add(new TopicPartition(record.topic(), record.partition()));
          return fenced().send(record);
        });
  }

  /**
   * Commits the open transaction together with a lease record, and waits until it has ended in all
   * partitions. This does not prove that it was committed: a later lease may have fenced this
   * producer and aborted the transaction. Only a visible lease record proves it.
   *
   * @throws TargetLeaseLostException when a later lease has fenced this one; nothing was committed
   */
  void commit(LeaseRecord lease) {
    run(
        () -> {
          begin();
          var key = shard.getBytes(StandardCharsets.UTF_8);
          var record = new ProducerRecord<>(leaseTopic, LeaseLog.PARTITION, key, lease.encode());
          var sent = fenced().send(record);
          fenced().commitTransaction();
          awaitEnd(Set.of());
          isOpen = false;
          return sent;
        });
  }

  /** Waits for the transactions of the producer ids before and after, and of the given ones. */
  private void awaitEnd(Set<Long> earlier) {
    var producers = new HashSet<>(earlier);
    producers.add(producerId);
    // The cluster gives the id another producer id when the epochs of the old one are used up.
    producerId = transactions.producerId();
    producers.add(producerId);
    written.add(new TopicPartition(leaseTopic, LeaseLog.PARTITION));
    transactions.awaitEnd(written, producers);
    written.clear();
  }

  private void begin() {
    if (!isOpen) {
      fenced().beginTransaction();
      isOpen = true;
    }
  }

  private KafkaProducer<byte[], byte[]> fenced() {
    var open = producer;
    if (open == null) {
      throw new IllegalStateException("shard " + shard + " has not taken its lease");
    }
    return open;
  }

  private void run(Supplier<Object> step) {
    try {
      var unused = step.get();
    } catch (RuntimeException e) {
      close();
      throw ClusterErrors.isFenced(e)
          ? new TargetLeaseLostException(shard, epoch)
          : cluster.errors().of(e);
    }
  }

  /** Closes the producer. The next lease, or the cluster's time limit, ends its transaction. */
  @Override
  public void close() {
    var open = producer;
    producer = null;
    if (open != null) {
      open.close(Duration.ZERO);
    }
  }
}
