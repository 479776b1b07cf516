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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a seed is about.
 *
 * @param span offsets of each source partition, from 0
 * @param poison a shard that meets a record the target refuses, in its replay's first attempt; -1
 *     for none
 * @param encoded whether control records pass through their stored form
 * @param harmedFromTheStart whether harm begins before the replays are started
 * @param temper what it overdoes
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
    boolean encoded,
    boolean harmedFromTheStart,
    Temper temper) {

  /** What a seed overdoes. */
  enum Temper {
    NOTHING,
    /**
     * Commits are decided long before they show, and what shows is read late. A single shard, so
     * that no other one holds up what must not happen.
     */
    SLOW_TO_SHOW,
    /** Requests and answers are long on their way. */
    LATE_REQUESTS,
    /** The operator pauses and resumes all the time. */
    RESTLESS,
    /** Replay logs cannot be read, again and again. */
    CUT_OFF
  }

  static final String TOPIC_ID = "topic-id";
  private static final int LONGEST = 2_000;
  private static final int KEYS = 13;
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
        seed.chance(0.1) ? seed.below(2) : -1,
        seed.chance(0.02),
        seed.chance(0.2),
        temper);
  }

  /** A rate at which all offsets take some seconds. */
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
    var key = ("user-" + offset * 7 % KEYS).getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>("orders", partition, offset, key, new byte[] {(byte) offset});
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
    var filter = span % 3 == 0 ? new Filter(List.of("user-1", "user-5"), null, null) : null;
    var source = new SourceRange("orders", null, null, null, null);
    return Planner.plan(
        new ReplaySpec("simulated", "seed", source, filter, "copy", ordering, throttle, null),
        new TopicFacts("orders", TOPIC_ID, false, facts),
        new TargetFacts("copy", "each record once", "copies", ends),
        new WorkerCapacity(workers, slots),
        instant -> Map.of());
  }
}
