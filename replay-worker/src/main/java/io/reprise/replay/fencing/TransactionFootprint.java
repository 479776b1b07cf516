package io.reprise.replay.fencing;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a transactional id has written.
 *
 * @param log the partition that no other id writes. A transaction's record there, which is its
 *     last, names all others whose fate it shares ({@link WrittenPartitionsHeader})
 * @param others that it may have written besides
 * @param shared those of them that hold a group's offsets, which end as the log did not: aborted
 * @param shows whether a record of one of the others, which was written with a transaction that has
 *     ended in the log, was committed there
 */
public record TransactionFootprint(
    String transactionalId,
    TopicPartition log,
    Collection<TopicPartition> others,
    Collection<TopicPartition> shared,
    Predicate<ConsumerRecord<byte[], byte[]>> shows) {

  Set<TopicPartition> partitions() {
    var all = new HashSet<>(others);
    all.addAll(shared);
    all.add(log);
    return all;
  }

  boolean isInLog(OpenTransaction open) {
    return open.partition().equals(log);
  }

  boolean isShared(OpenTransaction open) {
    return shared.contains(open.partition());
  }
}
