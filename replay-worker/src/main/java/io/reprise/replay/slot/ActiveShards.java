package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.deliver.ShardDelivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The claimed shards of one slot whose delivery is open: at most one of each replay, so that the
 * shards of a replay follow each other as planned, and a slow replay does not stop another one.
 *
 * <p>Threading: confined to the slot's runner, which closes it and with it all deliveries.
 */
final class ActiveShards implements AutoCloseable {
  /** Bounds the open readers of a slot. A further replay waits for one of these to end. */
  private static final int MOST = 32;

  private final Map<ShardKey, ShardDelivery> deliveries = new LinkedHashMap<>();

  /** Whether a shard may be begun beside those that are active. */
  boolean admits(ShardKey shard) {
    return deliveries.size() < MOST
        && deliveries.keySet().stream().noneMatch(key -> key.replay().equals(shard.replay()));
  }

  void add(ShardKey shard, ShardDelivery delivery) {
    deliveries.put(shard, delivery);
  }

  /** The open deliveries, the oldest first. The list does not change. */
  List<ShardDelivery> deliveries() {
    return List.copyOf(deliveries.values());
  }

  boolean isEmpty() {
    return deliveries.isEmpty();
  }

  /** Whether this is the only open delivery. */
  boolean isOnly(ShardDelivery delivery) {
    return deliveries.size() == 1 && deliveries.containsValue(delivery);
  }

  /** Whether the delivery of some active shard has to end. */
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
