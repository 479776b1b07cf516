package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.deliver.ShardDelivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The claimed shards of one slot whose delivery is open: at most one of each replay, so that the
 * shards of a replay are delivered one after the other, and a slow replay does not delay the
 * others.
 *
 * <p>Threading: confined to the slot's runner. Closing this object closes all its deliveries.
 */
final class ActiveShards implements AutoCloseable {
  /**
   * The highest number of open deliveries in a slot, because each has an open reader. A shard of a
   * further replay waits until one of them ends.
   */
  private static final int MOST = 32;

  private final Map<ShardKey, ShardDelivery> deliveries = new LinkedHashMap<>();

  /** Returns whether the delivery of a shard may be opened in addition to those that are open. */
  boolean admits(ShardKey shard) {
    return deliveries.size() < MOST
        && deliveries.keySet().stream().noneMatch(key -> key.replay().equals(shard.replay()));
  }

  void add(ShardKey shard, ShardDelivery delivery) {
    deliveries.put(shard, delivery);
  }

  /** Returns the open deliveries, the oldest first, as a copy that does not change. */
  List<ShardDelivery> deliveries() {
    return List.copyOf(deliveries.values());
  }

  boolean isEmpty() {
    return deliveries.isEmpty();
  }

  /** Returns whether {@code delivery} is the only open one. */
  boolean isOnly(ShardDelivery delivery) {
    return deliveries.size() == 1 && deliveries.containsValue(delivery);
  }

  /** Returns whether at least one open delivery has to end. */
  boolean mustAnyEnd() {
    return deliveries.values().stream().anyMatch(ShardDelivery::mustEnd);
  }

  /** Closes a delivery that has ended. */
  void end(ShardDelivery delivery) {
    deliveries.remove(delivery.progress().shard());
    delivery.close();
  }

  @Override
  public void close() {
    deliveries().forEach(this::end);
  }
}
