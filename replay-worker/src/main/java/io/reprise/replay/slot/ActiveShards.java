package io.reprise.replay.slot;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.deliver.ShardDelivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shards of one slot that are claimed and whose delivery is open. At most one of them belongs
 * to any one replay, so the shards of a replay are delivered one after the other. A slow replay
 * does not delay other replays.
 *
 * <p>Threading: confined to the slot's runner. Closing this object closes all its deliveries.
 */
final class ActiveShards implements AutoCloseable {
  /**
   * The highest number of open deliveries in a slot. The number is limited because each delivery
   * keeps a reader open. While it is reached, the shards of further replays wait until a delivery
   * ends.
   */
  private static final int MOST = 32;

  private final Map<ShardKey, ShardDelivery> deliveries = new LinkedHashMap<>();

  /**
   * Returns whether the delivery of a shard may be opened now. The result is false if the highest
   * number of deliveries is open, or if the delivery of another shard of the same replay is open.
   */
  boolean admits(ShardKey shard) {
    return deliveries.size() < MOST
        && deliveries.keySet().stream().noneMatch(key -> key.replay().equals(shard.replay()));
  }

  /** Returns whether the delivery of a shard is open. */
  boolean contains(ShardKey shard) {
    return deliveries.containsKey(shard);
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

  /**
   * Returns whether at least one open delivery must end, because its replay stops or the slot is
   * lost.
   */
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
