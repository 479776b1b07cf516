package io.reprise.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import io.reprise.store.facts.PartitionFacts;
import io.reprise.store.facts.TopicFacts;
import io.reprise.store.facts.TopicNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceGapsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicBoolean coordinator = new AtomicBoolean(true);
  private final AtomicBoolean exists = new AtomicBoolean(true);
  private ReplayTable table =
      ReplayTable.EMPTY
          .after(Samples.ID, new ReplayEvent.Created(Samples.plan(2, Throttle.NONE)), Samples.NOON)
          .after(Samples.ID, new ReplayEvent.Started(), Samples.NOON);
  private final String topic = table.live().iterator().next().plan().spec().source().topic();
  private final SourceGaps gaps =
      new SourceGaps(coordinator::get, () -> table, this::describe, registry);

  @AfterEach
  void close() {
    gaps.close();
  }

  private TopicFacts describe(String name) {
    if (!exists.get()) {
      throw new TopicNotFoundException(name);
    }
    var partitions =
        List.of(new PartitionFacts(0, 0, 90, 100, 0), new PartitionFacts(1, 0, 50, 53, 0));
    return new TopicFacts(name, "id", false, partitions);
  }

  @Test
  void showsTheGapOfATopicUntilItsReplayIsFinished() {
    gaps.measure();
    assertThat(values()).isEqualTo(Map.of(topic, 13.0));

    table = table.after(Samples.ID, new ReplayEvent.Completed(false), Samples.NOON);
    gaps.measure();
    assertThat(values()).isEmpty();
  }

  @Test
  void onlyTheCoordinatorMeasuresAndATopicThatIsGoneHasNoValue() {
    coordinator.set(false);
    gaps.measure();
    assertThat(values()).isEmpty();

    coordinator.set(true);
    exists.set(false);
    gaps.measure();
    assertThat(values()).isEmpty();
  }

  private Map<String, Double> values() {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .collect(
            Collectors.toMap(
                id -> String.valueOf(id.getTag("topic")),
                id -> registry.get(id.getName()).tags(id.getTags()).gauge().value()));
  }
}
