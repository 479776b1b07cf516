package io.reprise.store.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.kafka.time.Deadline;
import io.reprise.store.OffsetRange;
import io.reprise.store.archive.PartitionId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TopicTimestampsTest {
  private static final String TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAQ";
  private static final Instant INSTANT = Instant.ofEpochMilli(5_000);

  private final List<Map<PartitionId, OffsetRange>> asked = new ArrayList<>();
  private final List<Deadline> deadlines = new ArrayList<>();

  @Test
  void asksAllArchivesTogetherUntilTheGivenDeadline() {
    var deadline = Deadline.after(Duration.ofSeconds(20));
    var timestamps =
        new TopicInspector(withoutKafka(), new RecordedQuestions()).timestamps(facts(), deadline);

    var found =
        timestamps.beginningBefore(
            Map.of(0, new OffsetRange(10, 80), 1, new OffsetRange(0, 500)), INSTANT);

    assertThat(found).containsExactly(1);
    assertThat(asked)
        .containsExactly(Map.of(id(0), new OffsetRange(10, 80), id(1), new OffsetRange(0, 100)));
    assertThat(deadlines).containsExactly(deadline);
  }

  /** Two partitions with the offsets 0 to 100, exclusive, in the archive and the rest in Kafka. */
  private static TopicFacts facts() {
    var archived = new OffsetRange(0, 100);
    return new TopicFacts(
        "orders",
        TOPIC_ID,
        false,
        List.of(
            new PartitionFacts(0, 100, 500, 500, 1_000, archived, 1_000),
            new PartitionFacts(1, 100, 500, 500, 1_000, archived, 1_000)));
  }

  private static PartitionId id(int partition) {
    return new PartitionId("orders", TOPIC_ID, partition);
  }

  /** An admin client that fails every call. */
  private static Admin withoutKafka() {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("Kafka was asked: " + method.getName());
            });
  }

  /** Archives in which only the range of partition 1 begins before the instant. */
  private final class RecordedQuestions implements ColdFacts {
    @Override
    public Set<PartitionId> beginningBefore(
        Map<PartitionId, OffsetRange> ranges, Instant instant, Deadline deadline) {
      asked.add(ranges);
      deadlines.add(deadline);
      return Set.of(id(1));
    }

    @Override
    public Set<PartitionId> reaching(
        Map<PartitionId, OffsetRange> ranges, Instant instant, Deadline deadline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<PartitionId, Archived> of(List<PartitionId> ids, Deadline deadline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<PartitionId, Long> offsetsAt(
        List<PartitionId> ids, Instant instant, Deadline deadline) {
      throw new UnsupportedOperationException();
    }
  }
}
