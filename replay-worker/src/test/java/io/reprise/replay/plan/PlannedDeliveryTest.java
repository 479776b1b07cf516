package io.reprise.replay.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.replay.Samples;
import io.reprise.replay.spec.Throttle;
import io.reprise.store.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannedDeliveryTest {
  private static final Plan BASE = Samples.plan(1, Throttle.NONE);
  private static final long HUGE = Long.MAX_VALUE - 1;

  private static PlannedDelivery reading(Map<Integer, OffsetRange> ranges) {
    var partitions = new ArrayList<PlannedPartition>();
    new TreeMap<>(ranges)
        .forEach((p, range) -> partitions.add(new PlannedPartition(p, range, 0, 0)));
    return PlannedDelivery.of(BASE.withRecordTimes(partitions, List.of()));
  }

  private static PlannedDelivery reading(int partition, long from, long to) {
    return reading(Map.of(partition, new OffsetRange(from, to)));
  }

  private static PlannedDelivery into(String topic, String id) {
    return PlannedDelivery.of(Samples.into(new TargetTopic(topic, id), BASE));
  }

  @Test
  void sharesOffsetsOnlyWithRangesOfTheSamePartitionThatOverlap() {
    var delivery = reading(3, 100, 200);

    assertThat(delivery.sharesOffsets(delivery)).isTrue();
    assertThat(delivery.sharesOffsets(reading(3, 199, 300))).isTrue();
    assertThat(delivery.sharesOffsets(reading(3, 0, 101))).isTrue();
    assertThat(delivery.sharesOffsets(reading(3, 120, 130))).isTrue();
    assertThat(delivery.sharesOffsets(reading(3, 200, 300))).isFalse();
    assertThat(delivery.sharesOffsets(reading(3, 0, 100))).isFalse();
    assertThat(delivery.sharesOffsets(reading(3, 150, 150))).isFalse();
    assertThat(delivery.sharesOffsets(reading(2, 100, 200))).isFalse();
    assertThat(reading(Map.of()).sharesOffsets(delivery)).isFalse();
    assertThat(reading(5, HUGE - 1, HUGE).sharesOffsets(reading(5, 0, HUGE))).isTrue();
  }

  @Test
  void agreesWithTheOverlapOfEachRange() {
    var random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      var one = ranges(random);
      var two = ranges(random);
      boolean expected =
          one.entrySet().stream()
              .anyMatch(
                  e -> two.containsKey(e.getKey()) && e.getValue().overlaps(two.get(e.getKey())));

      assertThat(reading(one).sharesOffsets(reading(two)))
          .as("%s %s", one, two)
          .isEqualTo(expected);
    }
  }

  private static Map<Integer, OffsetRange> ranges(Random random) {
    var ranges = new TreeMap<Integer, OffsetRange>();
    for (int i = random.nextInt(4); i > 0; i--) {
      long from = random.nextInt(400);
      ranges.put(random.nextInt(300), new OffsetRange(from, from + random.nextInt(200)));
      ranges.put(random.nextInt(3), new OffsetRange(from, from + random.nextInt(200)));
    }
    return ranges;
  }

  @Test
  void aTargetIsTheTopicThatItWritesTo() {
    var old = PlannedDelivery.of(BASE);

    assertThat(into("copy", "t1").hasSameSourceAndTarget(into("alias", "t1"))).isTrue();
    assertThat(into("copy", "t1").hasSameSourceAndTarget(into("copy", "t2"))).isFalse();
    assertThat(into("copy", "t1").hasSameSourceAndTarget(old)).isTrue();
    assertThat(old.hasSameSourceAndTarget(into("copy", "t1"))).isTrue();
  }
}
