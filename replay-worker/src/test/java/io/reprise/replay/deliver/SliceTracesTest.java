package io.reprise.replay.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reprise.replay.Samples;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.checkpoint.ShardKey;
import io.reprise.replay.checkpoint.ShardProgress;
import io.reprise.replay.plan.Plan;
import io.reprise.replay.spec.Throttle;
import io.reprise.replay.state.ReplayEvent;
import io.reprise.replay.state.ReplayTable;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetWriter;
import io.reprise.runtime.trace.OtlpReceiver;
import io.reprise.runtime.trace.OtlpReceiver.Received;
import io.reprise.runtime.trace.Tracing;
import io.reprise.runtime.trace.TracingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The spans of a shard's slices, as a receiver on the network gets them. */
class SliceTracesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Plan PLAN = Samples.plan(1, Throttle.NONE);
  private static final ReplayTable RUNNING =
      ReplayTable.EMPTY.after(Samples.ID, new ReplayEvent.Created(PLAN), Samples.NOON);
  private static final ShardProgress CLAIMED =
      ShardProgress.first(
          new ShardKey(Samples.ID, 0), 0, PLAN.shards().get(0), 3, "w1", Samples.NOON);

  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final Tracing tracing =
      Tracing.start(
          new TracingConfig(receiver.uri(), 0.0, null), "worker", "w1", new SimpleMeterRegistry());
  private final List<Long> delivered = new ArrayList<>();
  private final List<ShardCounts> observed = new ArrayList<>();
  private @Nullable RuntimeException fault;
  private final SliceTraces traces =
      new SliceTraces(
          tracing,
          RUNNING.replay(Samples.ID),
          PLAN.shards().get(0),
          CLAIMED,
          new Recording(),
          (before, after, commit) -> observed.add(after));

  private final class Recording implements TargetWriter {
    @Override
    public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
      if (fault != null) {
        throw fault;
      }
      delivered.add(record.offset());
      return DeliveryResult.ACCEPTED;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      delivered.add(-1L);
    }
  }

  @AfterEach
  void close() {
    tracing.close();
    receiver.close();
  }

  private void deliver(long offset, String header, int origin) {
    var record = new ConsumerRecord<>("orders", 0, offset, new byte[] {1}, new byte[] {2});
    if (origin > 0) {
      record.headers().add(header, traceparent(origin).getBytes(UTF_8));
    }
    traces.deliver(record);
  }

  private static String traceparent(int origin) {
    return "00-" + link(origin) + "-01";
  }

  private static String link(int origin) {
    return "%032x-%016x".formatted(origin, origin);
  }

  private void commit(long before, long after) {
    traces.committed(counts(before), counts(after), Duration.ZERO);
  }

  private static ShardCounts counts(long delivered) {
    return new ShardCounts(delivered, 0, 0, 0, 0, 0, 10 * delivered);
  }

  private List<Received> received(int count) {
    await().atMost(LIMIT).until(() -> receiver.spans().size() >= count);
    return receiver.spans();
  }

  @Test
  void eachSliceHasASpanWithLinksToWhatStoredItsRecords() {
    // When
    deliver(1_000, "traceparent", 1);
    deliver(1_001, "none", 0);
    deliver(1_004, "ce_traceparent", 2);
    assertThat(MDC.get("trace_id")).isNotNull();
    commit(0, 3);
    assertThat(MDC.get("trace_id")).isNull();
    deliver(1_005, "traceparent", 3);
    commit(3, 4);
    traces.close();

    // Then
    var spans = received(2);
    var first = spans.get(0);
    assertThat(first.name()).isEqualTo("deliver orders");
    assertThat(first.links()).containsExactly(link(1), link(2));
    assertThat(first.failed()).isFalse();
    assertThat(first.attributes())
        .containsAllEntriesOf(
            Map.of(
                "messaging.batch.message_count", "3",
                "messaging.destination.name", "orders",
                "messaging.destination.partition.id", "0",
                "reprise.bytes", "30",
                "reprise.lease", "1",
                "reprise.offset.first", "1000",
                "reprise.offset.last", "1004",
                "reprise.replay", Samples.ID,
                "reprise.shard", "0",
                "reprise.target", "copy"));
    assertThat(spans.get(1).links()).containsExactly(link(3));
    assertThat(spans.get(1).trace()).isNotEqualTo(first.trace());
    assertThat(delivered).containsExactly(1_000L, 1_001L, 1_004L, 1_005L, -1L);
    assertThat(observed).containsExactly(counts(3), counts(4));
  }

  @Test
  void aSliceWithoutRecordsHasNoSpan() {
    commit(0, 0);
    deliver(1_000, "traceparent", 1);
    commit(0, 1);

    assertThat(received(1)).singleElement().satisfies(s -> assertThat(s.links()).hasSize(1));
  }

  @Test
  void aSliceThatIsNotCommittedHasAFailedSpan() {
    deliver(1_000, "traceparent", 1);
    fault = new KafkaException("the broker is away");
    assertThatThrownBy(() -> deliver(1_001, "traceparent", 2)).isSameAs(fault);

    traces.close();

    var span = received(1).get(0);
    assertThat(span.failed()).isTrue();
    assertThat(span.attributes()).containsEntry("reprise.offset.last", "1001");
    assertThat(MDC.get("trace_id")).isNull();
  }
}
