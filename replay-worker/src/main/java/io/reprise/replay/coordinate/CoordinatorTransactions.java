package io.reprise.replay.coordinate;

import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.fencing.GroupOffsets;
import io.reprise.replay.fencing.TransactionEnds;
import io.reprise.replay.fencing.TransactionFootprint;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.ReplayLog;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Where the coordinator's transactions write, and how they end. Thread-safe. */
public record CoordinatorTransactions(Admin admin, TransactionEnds ends, ControlTopics topics) {

  /** T2, and what the predecessor's last transaction has left hanging is ended. */
  EventWriter takeOver(
      Map<String, Object> clientSettings, ReplayLog replays, Supplier<ShardPlacement> placement) {
    var offsets = GroupOffsets.of(admin, topics.coordinatorGroup());
    var writer = new EventWriter(clientSettings, topics, ends, offsets, placement);
    try {
      ends.end(footprint(replays, offsets));
      return writer;
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private TransactionFootprint footprint(ReplayLog replays, Collection<TopicPartition> offsets) {
    return new TransactionFootprint(
        topics.coordinatorTransactionalId(),
        new TopicPartition(topics.replays(), 0),
        IntStream.range(0, topics.slots())
            .mapToObj(slot -> new TopicPartition(topics.slotTable(), slot))
            .toList(),
        offsets,
        record -> isStarted(replays, record));
  }

  /** Shards are placed in the transaction that starts their replay. */
  private static boolean isStarted(ReplayLog replays, ConsumerRecord<byte[], byte[]> placed) {
    var shard = ShardKey.parse(new String(placed.key(), StandardCharsets.UTF_8));
    var replay = replays.catchUp().replay(shard.replay());
    return replay != null && replay.startedAt() != null;
  }
}
