package io.reprise.runtime.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans with another exporter, and reports what becomes of them. While the endpoint refuses
 * spans or does not answer, a warning is logged at an interval that doubles from ten seconds to an
 * hour. Thread-safe.
 */
final class ReportedExporter implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(ReportedExporter.class);
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final SpanExporter exporter;
  private final String endpoint;
  private final SpanQueue queue;
  private final LongSupplier nanoTime;
  private boolean isFailing;
  private long lost;
  private Duration interval = SHORTEST;
  private long quietUntilNanos;

  /**
   * @param endpoint the endpoint in log lines, without credentials
   * @param queue is told what becomes of the spans
   * @param nanoTime a monotonic clock in nanoseconds
   */
  ReportedExporter(SpanExporter exporter, String endpoint, SpanQueue queue, LongSupplier nanoTime) {
    this.exporter = exporter;
    this.endpoint = endpoint;
    this.queue = queue;
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    var result = send(spans);
    return result.whenComplete(() -> report(count, result));
  }

  private CompletableResultCode send(Collection<SpanData> spans) {
    try {
      return exporter.export(spans);
    } catch (RuntimeException e) {
      return CompletableResultCode.ofExceptionalFailure(e);
    }
  }

  private void report(int spans, CompletableResultCode result) {
    if (result.isSuccess()) {
      queue.exported(spans);
      succeeded();
    } else {
      queue.failed(spans);
      var cause = result.getFailureThrowable();
      failed(spans, cause == null ? "the endpoint refuses the spans" : cause.toString());
    }
  }

  private synchronized void succeeded() {
    if (isFailing) {
      LOG.info("spans are exported again endpoint={} spansLostSinceLastLine={}", endpoint, lost);
    }
    isFailing = false;
    lost = 0;
    interval = SHORTEST;
  }

  private synchronized void failed(int spans, String cause) {
    long now = nanoTime.getAsLong();
    lost += spans;
    if (isFailing && now - quietUntilNanos < 0) {
      return;
    }
    LOG.warn(
        "spans could not be exported and are lost, the service is not affected endpoint={} spans={}"
            + " nextLineSeconds={} cause={}",
        endpoint,
        lost,
        interval.toSeconds(),
        cause);
    isFailing = true;
    lost = 0;
    quietUntilNanos = now + interval.toNanos();
    var doubled = interval.multipliedBy(2);
    interval = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
