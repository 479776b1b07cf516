package io.reprise.replay.simulation;

import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.Planner;
import io.reprise.replay.plan.WorkerCapacity;
import io.reprise.replay.spec.Filter;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.ReplaySpec;
import io.reprise.replay.spec.SourceRange;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.target.TargetFacts;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The sizes and the emphasis of one seed.
 *
 * @param span offsets of each source partition, from 0
 * @param poison the shard that cannot run in the first attempt of its replay; -1 for none
 * @param trouble why it cannot run
 * @param encoded whether control records are encoded and decoded
 * @param harmedFromTheStart whether faults begin before the replays are started
 * @param trimmed whether the target's records that tell the outcome of a transaction are deleted
 * @param temper the kind of fault that the seed has most of
 * @param retention how long after its end a replay expires
 */
record Scenario(
    Ordering ordering,
    int partitions,
    int span,
    int workers,
    int slots,
    int replays,
    Throttle throttle,
    int poison,
    Trouble trouble,
    boolean encoded,
    boolean harmedFromTheStart,
    boolean trimmed,
    Temper temper,
    Duration retention) {

  /** Why a shard cannot run. */
  enum Trouble {
    /** The target refuses a record. */
    REFUSED_RECORD,
    /** The broker refuses the transaction of a slice. */
    REFUSED_SLICE,
    /** The target topic does not exist. */
    NO_TARGET,
    /** No worker has the target in its configuration. */
    NO_WORKER
  }

  /** The kind of fault that a seed has most of. */
  enum Temper {
    NOTHING,
    /**
     * Commits are decided long before they are visible, and are read late. The seed has a single
     * shard, so that no other shard delays a fault.
     */
    SLOW_TO_SHOW,
    /** Requests and answers take long. */
    LATE_REQUESTS,
    /** The operator pauses and resumes often. */
    RESTLESS,
    /** Workers often cannot read the replay log. */
    CUT_OFF
  }

  static final String TOPIC_ID = "topic-id";
  private static final Duration NEVER = Duration.ofDays(30);
  private static final int LONGEST = 2_000;
  private static final int KEYS = 13;

  /** A key that only some partitions have, in few records. */
  private static final String RARE = "rare";

  private static final List<List<ConsumerRecord<byte[], byte[]>>> SOURCE = source();

  static Scenario of(Timeline seed) {
    var temper = Temper.values()[seed.below(Temper.values().length)];
    boolean single = temper == Temper.SLOW_TO_SHOW;
    var ordering = single ? Ordering.PARTITION : Ordering.values()[seed.below(3)];
    int partitions = single ? 1 : (int) seed.between(1, ordering == Ordering.PARTITION ? 4 : 2);
    int span =
        (int) (ordering == Ordering.UNORDERED ? seed.between(900, LONGEST) : seed.between(20, 150));
    int workers = (int) seed.between(2, 3);
    int slots = (int) seed.between(2, 6);
    int replays = seed.chance(0.25) ? 2 : 1;
    return new Scenario(
        ordering,
        partitions,
        span,
        workers,
        slots,
        replays,
        seed.chance(0.3) ? rate(seed, partitions * span) : Throttle.NONE,
        seed.chance(0.15) ? seed.below(2) : -1,
        Trouble.values()[seed.below(Trouble.values().length)],
        seed.chance(0.02),
        seed.chance(0.2),
        seed.chance(0.15),
        temper,
        span % 4 == 0 ? Duration.ofMillis(200 + span % 7 * 300) : NEVER);
  }

  /** Whether replays expire in the time that a run takes. */
  boolean expires() {
    return retention != NEVER;
  }

  /** Whether the target topic is deleted and created again at some time. */
  boolean recreatesTarget() {
    return span % 10 == 3;
  }

  /** A rate limit with which all offsets take some seconds. */
  Throttle someRate(Timeline seed) {
    return rate(seed, partitions * span);
  }

  private static Throttle rate(Timeline seed, long offsets) {
    return new Throttle(Math.max(1, offsets / seed.between(2, 6)), null);
  }

  /** Four partitions with holes in them and a few keys each. */
  private static List<List<ConsumerRecord<byte[], byte[]>>> source() {
    var partitions = new ArrayList<List<ConsumerRecord<byte[], byte[]>>>();
    for (int p = 0; p < 4; p++) {
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      for (int offset = 0; offset < LONGEST; offset++) {
        boolean hole = (offset + p) % 11 == 7 || offset % 50 > 46;
        records.add(hole ? null : record(p, offset));
      }
      partitions.add(records);
    }
    return partitions;
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, int offset) {
    boolean rare = partition % 2 == 0 && offset % 450 == 12;
    var key = (rare ? RARE : "user-" + offset * 7 % KEYS).getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>("orders", partition, offset, key, new byte[] {(byte) offset});
  }

  /** Some seeds deliver two keys that each range has, and some a key that few ranges have. */
  private Filter filter() {
    if (span % 3 != 0) {
      return null;
    }
    return new Filter(span % 9 == 0 ? List.of(RARE) : List.of("user-1", "user-5"), null, null);
  }

  /** One partition's records by offset; null for a hole. */
  List<ConsumerRecord<byte[], byte[]>> source(int partition) {
    return SOURCE.get(partition);
  }

  /** The plan of every replay of this scenario. */
  Plan plan() {
    var facts = new ArrayList<PartitionFacts>();
    var ends = new java.util.HashMap<Integer, Long>();
    for (int p = 0; p < partitions; p++) {
      facts.add(new PartitionFacts(p, 0, span, span, 20L * span));
      ends.put(p, 0L);
    }
    var source = new SourceRange("orders", null, null, null, null);
    return Planner.plan(
        new ReplaySpec("simulated", "seed", source, filter(), "copy", ordering, throttle, null),
        new TopicFacts("orders", TOPIC_ID, false, facts),
        new TargetFacts(
            "copy", "each record once", SimulatedTarget.TOPIC, Broker.FIRST_TARGET_ID, ends),
        new WorkerCapacity(workers, slots),
        instant -> Map.of());
  }
}
