package io.reprise.replay.journal;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code reprise.progress} to its end and then on as it grows, and keeps the newest progress
 * record of every shard.
 *
 * <p>Thread-safe. The opener starts and closes this object.
 */
public final class ProgressLog implements ProgressCopy, AutoCloseable {
  private static final Duration CHECK_AGAIN = Duration.ofMillis(2);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ControlTail tail;
  private final Map<String, Map<Integer, ShardProgress>> byReplay = new ConcurrentHashMap<>();
  private final SlotWrites writes = new SlotWrites();
  private volatile long changes;

  public ProgressLog(
      Map<String, Object> clientSettings,
      Admin admin,
      ControlTopics topics,
      Consumer<RuntimeException> onFatal) {
    this.tail =
        new ControlTail(
            clientSettings, admin, topics.progress(), topics.slots(), this::apply, onFatal);
  }

  /** Starts to read {@code reprise.progress}. */
  public ProgressLog start() {
    tail.start();
    return this;
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    var name = new String(record.key(), StandardCharsets.UTF_8);
    var key = ShardKey.parse(name);
    var shards = byReplay.computeIfAbsent(key.replay(), replay -> new ConcurrentHashMap<>());
    if (record.value() == null) {
      shards.remove(key.index());
      writes.read(record, name, null);
    } else {
      var progress = ControlCodec.decode(record.value(), ShardProgress.class);
      shards.put(key.index(), progress);
      writes.read(record, name, progress);
    }
    changes++;
  }

  @Override
  public long changes() {
    return changes;
  }

  @Override
  public Map<Integer, ShardProgress> of(String replay) {
    return new TreeMap<>(byReplay.getOrDefault(replay, Map.of()));
  }

  @Override
  public @Nullable ShardProgress of(ShardKey shard) {
    return byReplay.getOrDefault(shard.replay(), Map.of()).get(shard.index());
  }

  @Override
  public void catchUp() {
    tail.catchUp(LIMIT);
  }

  /**
   * Waits until this copy holds every progress record of one slot's shards that read_committed
   * readers could see at the time of this call.
   */
  public void catchUp(int slot) {
    tail.catchUp(slot, LIMIT);
  }

  /**
   * Returns the partitions that the last transaction of a slot may have written, as far as the
   * slot's committed progress records name them. The result is complete for an owner that has first
   * fenced its predecessor (step S2 of docs/protocol.md) and then called {@link #catchUp(int)}.
   */
  public NamedPartitions lastWrites(int slot) {
    return writes.of(slot);
  }

  @Override
  public void catchUpOwned(int slot) {
    tail.catchUpWhole(slot, LIMIT);
  }

  @Override
  public void awaitVisible(ShardProgress written) {
    boolean visible =
        Deadline.after(LIMIT)
            .await(
                () -> {
                  catchUp(written.slot());
                  return isVisible(written);
                },
                CHECK_AGAIN);
    if (!visible) {
      throw new StaleControlException(
          "the committed progress record of shard %s was not visible within %d ms"
              .formatted(written.shard(), LIMIT.toMillis()));
    }
  }

  private boolean isVisible(ShardProgress written) {
    var newest = of(written.shard());
    return newest != null && (newest.equals(written) || newest.leaseEpoch() > written.leaseEpoch());
  }

  @Override
  public void close() {
    tail.close();
  }
}
