package io.reprise.replay.journal;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.target.WritablePartitions;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions in which a transaction of a slot may hang. Nobody has checked them since the
 * transaction, for example because they have no leader and do not answer. Immutable.
 *
 * <p>While a partition is unchecked, two kinds of shards of the slot deliver nothing (step S4 of
 * docs/protocol.md). The first is a shard that writes to the partition: the end of its own
 * transaction would also end the hanging one, perhaps with the wrong outcome. The second is the
 * shard to which the hanging transaction may belong: it would replace the progress record that
 * shows the outcome of the hanging transaction.
 *
 * @param shards the shards to which the transaction may belong, by partition
 * @param producerIds the producer ids that the slot's transactional id had when the partitions were
 *     left unchecked. Kafka may have given it another one since
 */
public record UncheckedPartitions(
    Map<TopicPartition, Set<ShardKey>> shards, Set<Long> producerIds) {
  /** Says that the slot has no unchecked partition. */
  public static final UncheckedPartitions NONE = new UncheckedPartitions(Map.of(), Set.of());

  public UncheckedPartitions {
    shards =
        shards.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    producerIds = Set.copyOf(producerIds);
  }

  public boolean isEmpty() {
    return shards.isEmpty();
  }

  /**
   * Returns the partitions that have to be checked before a shard may deliver.
   *
   * @param writable the partitions that the shard is going to write
   */
  public Set<TopicPartition> before(ShardKey shard, WritablePartitions writable) {
    return shards.entrySet().stream()
        .filter(
            e ->
                e.getValue().contains(shard)
                    || writable.contains(e.getKey().topic(), e.getKey().partition()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Returns the unchecked partitions in which a transaction of a shard may hang, sorted. */
  public Set<TopicPartition> of(ShardKey shard) {
    var found =
        new TreeSet<TopicPartition>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    shards.forEach(
        (partition, named) -> {
          if (named.contains(shard)) {
            found.add(partition);
          }
        });
    return found;
  }

  /** Returns a copy of these unchecked partitions without those in {@code checked}. */
  public UncheckedPartitions without(Collection<TopicPartition> checked) {
    var rest = new HashMap<>(shards);
    rest.keySet().removeAll(new HashSet<>(checked));
    return rest.isEmpty() ? NONE : new UncheckedPartitions(rest, producerIds);
  }
}
