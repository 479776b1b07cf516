package io.reprise.trials.bench.metadata;

import io.reprise.kafka.client.ProducerRole;
import io.reprise.replay.checkpoint.HoleList;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.journal.ControlCodec;
import io.reprise.replay.journal.ControlTopics;
import io.reprise.replay.journal.EventRecord;
import io.reprise.replay.journal.SlotRecord;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.PlannedPartition;
import io.reprise.replay.plan.ShardPlan;
import io.reprise.replay.plan.TargetTopic;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.store.OffsetRange;
import io.reprise.store.digest.OffsetDigest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes what completed replays leave in the control topics: their events, slot records and
 * progress records. Values that a real replay computes from its source topic, such as offsets and
 * digests, are random here.
 */
final class WrittenHistory {
  private static final int SHARD_OFFSETS = 200_000;
  private static final int DIGEST_BYTES = 32;
  private static final int PENDING_BYTES = 30 * 12;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ControlTopics topics;
  private final int shards;
  private final Random random = new Random(7);

  /**
   * @param shards the number of shards of each replay; each shard belongs to a partition of its own
   */
  WrittenHistory(ControlTopics topics, int shards) {
    this.topics = topics;
    this.shards = shards;
  }

  /**
   * Writes completed replays whose start times are four minutes apart. Even the oldest of 10,000
   * replays is then younger than the retention after which replays expire.
   *
   * <p>Writes all events first, and the progress records after them. Otherwise a coordinator could
   * read that all shards of a replay are DONE before it reads that the replay is completed, and
   * would complete the replay itself.
   */
  void write(String bootstrapServers, int replays) {
    Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers);
    try (var producer = ProducerRole.idempotent(client, LIMIT).open()) {
      var last = Instant.now();
      var written = new ArrayList<Written>();
      for (int i = replays; i > 0; i--) {
        written.add(writeEvents(producer, last.minus(Duration.ofMinutes(4L * i))));
      }
      producer.flush();
      written.forEach(replay -> writeShards(producer, replay));
      producer.flush();
    }
  }

  /** A replay whose events have been written, but not yet its slot records and progress records. */
  private record Written(String id, List<ShardPlan> shards, Instant at) {}

  private Written writeEvents(KafkaProducer<byte[], byte[]> producer, Instant at) {
    long high = at.toEpochMilli() << 16 | 0x7000L;
    var replay = new UUID(high, Long.MIN_VALUE | random.nextLong() >>> 2).toString();
    var plan = plan();
    event(producer, replay, 0, at, new ReplayEvent.Created(plan));
    event(producer, replay, 1, at, new ReplayEvent.Started());
    event(producer, replay, 2, at.plusSeconds(60), new ReplayEvent.Completed(false));
    return new Written(replay, plan.shards(), at);
  }

  private void writeShards(KafkaProducer<byte[], byte[]> producer, Written replay) {
    for (var shard : replay.shards()) {
      var key = new ShardKey(replay.id(), shard.index());
      int slot = shard.index() % topics.slots();
      put(producer, topics.slotTable(), slot, key.toString(), new SlotRecord(key, slot));
      put(producer, topics.progress(), slot, key.toString(), done(key, slot, shard, replay.at()));
    }
  }

  private void event(
      KafkaProducer<byte[], byte[]> producer, String replay, int seq, Instant at, ReplayEvent e) {
    var record = new EventRecord(replay, seq, at, "ada", UUID.randomUUID().toString(), e);
    put(producer, topics.replays(), 0, record.key(), record);
  }

  private static void put(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      int partition,
      String key,
      Object value) {
    var bytes = key.getBytes(StandardCharsets.UTF_8);
    var unused =
        producer.send(new ProducerRecord<>(topic, partition, bytes, ControlCodec.encode(value)));
  }

  private ShardProgress done(ShardKey key, int slot, ShardPlan shard, Instant at) {
    long holes = random.nextInt(1_000);
    var counts =
        new ShardCounts(
            shard.range().span() - holes, 0, 0, 0, 0, holes, random.nextInt(1 << 30) + (1L << 30));
    return new ShardProgress(
        key,
        slot,
        ShardState.DONE,
        shard.range().to(),
        1,
        1,
        "worker-" + slot % 3,
        counts,
        HoleList.NONE,
        new OffsetDigest.State(hex(DIGEST_BYTES), hex(PENDING_BYTES)),
        at.plusSeconds(59),
        null,
        null);
  }

  private String hex(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Plan plan() {
    var partitions = new ArrayList<PlannedPartition>();
    var cut = new ArrayList<ShardPlan>();
    var starts = new HashMap<Integer, Long>();
    long records = 0;
    for (int i = 0; i < shards; i++) {
      long from = random.nextInt(1_000_000_000);
      var range = new OffsetRange(from, from + SHARD_OFFSETS + random.nextInt(SHARD_OFFSETS));
      partitions.add(new PlannedPartition(i, range, 0, range.span() * 700));
      cut.add(new ShardPlan(i, i, range, 0, 1));
      starts.put(i, (long) random.nextInt(1_000_000_000));
      records += range.span();
    }
    var source = new SourceRange("orders", null, null, null, null);
    var spec =
        new ReplaySpec(null, "nightly rebuild", source, null, "copy", null, Throttle.NONE, null);
    return new Plan(
        spec,
        UUID.randomUUID().toString(),
        false,
        shards,
        partitions,
        cut,
        records,
        records * 700,
        1,
        starts,
        600,
        List.of(),
        hex(DIGEST_BYTES),
        null,
        null,
        new TargetTopic("copies", UUID.randomUUID().toString()));
  }
}
