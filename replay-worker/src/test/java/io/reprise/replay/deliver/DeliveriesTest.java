package io.reprise.replay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.kafka.time.Ticker;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardState;
import io.reprise.replay.failure.Failure;
import io.reprise.replay.failure.ShardFailedException;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.plan.TargetTopic;
import io.reprise.replay.spec.Ordering;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.target.DeliveryContext;
import io.reprise.replay.target.RecordSink;
import io.reprise.replay.target.ReplayTarget;
import io.reprise.replay.target.TargetFacts;
import io.reprise.replay.target.TargetWriter;
import io.reprise.replay.target.WritablePartitions;
import io.reprise.store.facts.TopicNotFoundException;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which partitions a shard may write, for targets that changed since the plan. */
class DeliveriesTest {
  private static final Plan OLDER = Samples.plan(1, Throttle.NONE);
  private static final Plan PLAN = Samples.into(new TargetTopic("copies", "id"), OLDER);

  @Test
  void targetOfAnOlderPlanThatWasDeletedAfterDeliveriesDoesNotAdviseToCreateIt() {
    assertThatThrownBy(() -> writable(OLDER, 7, DeliveriesTest::missing))
        .isInstanceOf(ShardFailedException.class)
        .hasMessage(
            "the topic of target 'copy' was deleted, and with it 7 delivered records: start a new"
                + " replay");
    assertThatThrownBy(() -> writable(OLDER, 0, DeliveriesTest::missing))
        .isInstanceOf(TopicNotFoundException.class);
  }

  @Test
  void workerWhoseTargetWritesToAnotherTopicThanThePlanCannotRunTheShard() {
    assertThatThrownBy(() -> writable(PLAN, 7, () -> WritablePartitions.one("others", 0)))
        .hasMessageContaining(
            "target 'copy' of this worker's configuration does not write to topic 'copies'")
        .satisfies(e -> assertThat(Failure.of(e)).isInstanceOf(Failure.OfWorker.class));
    assertThatThrownBy(() -> writable(PLAN, 7, () -> WritablePartitions.NONE))
        .satisfies(e -> assertThat(Failure.of(e)).isInstanceOf(Failure.OfWorker.class));
  }

  @Test
  void writesToThePlannedTopic() {
    var planned = WritablePartitions.one("copies", 0);

    assertThat(writable(PLAN, 7, () -> planned)).isEqualTo(planned);
    assertThat(writable(OLDER, 7, () -> planned)).isEqualTo(planned);
  }

  private static WritablePartitions missing() {
    throw new TopicNotFoundException("copies");
  }

  private static WritablePartitions writable(
      Plan plan, int delivered, Supplier<WritablePartitions> answer) {
    var deliveries =
        new Deliveries(
            null,
            topic -> CompletableFuture.completedStage("id"),
            name -> new Target(answer),
            null,
            Clock.systemUTC(),
            Ticker.SYSTEM);
    return deliveries.writable(
        Samples.replay(plan),
        plan.shards().get(0),
        Samples.progress(0, ShardState.STOPPED, delivered));
  }

  /** A target that only answers which partitions a shard may write. */
  private record Target(Supplier<WritablePartitions> answer) implements ReplayTarget {
    @Override
    public WritablePartitions writable(
        Ordering ordering, int sourcePartition, int sourcePartitions) {
      return answer.get();
    }

    @Override
    public TargetFacts facts() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Collection<TopicPartition> partitions() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TargetWriter open(DeliveryContext delivery, RecordSink transaction) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
