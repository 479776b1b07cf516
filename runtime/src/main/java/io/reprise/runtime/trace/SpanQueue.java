package io.reprise.runtime.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.reprise.runtime.metric.TraceMetric;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how many ended spans wait for the endpoint, those that are being sent included. Drops and
 * counts further spans, and counts what became of the others. Thread-safe; never blocks.
 */
final class SpanQueue {
  /** The most spans that wait. */
  static final int MOST = 2048;

  private final AtomicInteger waiting = new AtomicInteger();
  private final Counter exported;
  private final Counter failed;
  private final Counter dropped;

  SpanQueue(MeterRegistry meters) {
    exported = counter(meters, "exported");
    failed = counter(meters, "failed");
    dropped = counter(meters, "dropped");
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return TraceMetric.SPANS.declaration().counter(meters, outcome);
  }

  /** Notes that the endpoint has accepted spans that waited. */
  void exported(int spans) {
    waiting.addAndGet(-spans);
    exported.increment(spans);
  }

  /** Notes that spans that waited were given up. */
  void failed(int spans) {
    waiting.addAndGet(-spans);
    failed.increment(spans);
  }

  private boolean admit() {
    if (waiting.incrementAndGet() <= MOST) {
      return true;
    }
    waiting.decrementAndGet();
    dropped.increment();
    return false;
  }

  /** Returns a processor that passes the ended spans that fit on to {@code next}. */
  SpanProcessor before(SpanProcessor next) {
    return new SpanProcessor() {
      @Override
      public void onStart(Context parent, ReadWriteSpan span) {}

      @Override
      public boolean isStartRequired() {
        return false;
      }

      @Override
      public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && admit()) {
          next.onEnd(span);
        }
      }

      @Override
      public boolean isEndRequired() {
        return true;
      }

      @Override
      public CompletableResultCode shutdown() {
        return next.shutdown();
      }

      @Override
      public CompletableResultCode forceFlush() {
        return next.forceFlush();
      }
    };
  }
}
