package io.reprise.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.reprise.runtime.metric.TraceMetric;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpanQueueTest {
  /** Counts the spans that are passed on, and exports none. */
  private static final class Counting implements SpanProcessor {
    private final AtomicInteger ended = new AtomicInteger();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      ended.incrementAndGet();
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }

  @Test
  void noMoreSpansWaitThanFit() {
    // Given
    var meters = new SimpleMeterRegistry();
    var queue = new SpanQueue(meters);
    var next = new Counting();

    // When
    try (var provider = SdkTracerProvider.builder().addSpanProcessor(queue.before(next)).build()) {
      var tracer = provider.get("test");
      for (int i = 0; i < SpanQueue.MOST + 5; i++) {
        tracer.spanBuilder("waiting").startSpan().end();
      }
      queue.exported(1);
      queue.failed(1);
      for (int i = 0; i < 4; i++) {
        tracer.spanBuilder("waiting").startSpan().end();
      }
    }

    // Then
    assertThat(next.ended).hasValue(SpanQueue.MOST + 2);
    assertThat(TraceMetric.SPANS.declaration().counter(meters, "dropped").count()).isEqualTo(5 + 2);
  }
}
