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
 * The partitions in which a transaction of a slot may hang, because they have not been checked
 * since: they did not answer, for example because they have no leader. Immutable.
 *
 * <p>While a partition is unchecked, two kinds of shards of the slot deliver nothing (step S4 of
 * docs/protocol.md). A shard that writes to the partition would end the hanging transaction
 * together with its own, in whichever way its own ends. The shard to which the transaction may
 * belong would change the progress record from which the transaction's outcome follows.
 *
 * @param shards the shards to which the transaction may belong, by partition
 * @param producerIds the producer ids that the slot's transactional id had when the partitions were
 *     left unchecked. Kafka may have given it another one since
 */
public record UncheckedPartitions(
    Map<TopicPartition, Set<ShardKey>> shards, Set<Long> producerIds) {
  /** All partitions are checked. */
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

  /** Returns this without the partitions {@code checked}. */
  public UncheckedPartitions without(Collection<TopicPartition> checked) {
    var rest = new HashMap<>(shards);
    rest.keySet().removeAll(new HashSet<>(checked));
    return rest.isEmpty() ? NONE : new UncheckedPartitions(rest, producerIds);
  }
}
