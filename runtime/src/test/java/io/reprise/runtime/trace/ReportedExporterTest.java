package io.reprise.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.reprise.runtime.metric.TraceMetric;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log and the metric of an endpoint that is away, with a clock that the test sets. */
class ReportedExporterTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SpanQueue queue = new SpanQueue(meters);
  private final AtomicLong nanos = new AtomicLong();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(ReportedExporter.class);
  private CompletableResultCode answer = CompletableResultCode.ofSuccess();
  private final ReportedExporter exporter =
      new ReportedExporter(new Answering(), "http://c/v1/traces", queue, nanos::get);

  private final class Answering implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return answer;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @BeforeEach
  void watchTheLog() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void close() {
    log.detachAppender(lines);
    meters.close();
  }

  private void exportAfter(Duration time) {
    nanos.addAndGet(time.toNanos());
    exporter.export(Collections.nCopies(3, null));
  }

  private List<String> logged() {
    var all = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    lines.list.clear();
    return all;
  }

  private double spans(String outcome) {
    return TraceMetric.SPANS.declaration().counter(meters, outcome).count();
  }

  @Test
  void aWarningIsRepeatedAtAGrowingInterval() {
    answer = CompletableResultCode.ofExceptionalFailure(new java.io.IOException("away"));

    exportAfter(Duration.ZERO);
    assertThat(logged())
        .containsExactly(
            "spans could not be exported and are lost, the service is not affected"
                + " endpoint=http://c/v1/traces spans=3 nextLineSeconds=10"
                + " cause=java.io.IOException: away");
    exportAfter(Duration.ofSeconds(9));
    assertThat(logged()).isEmpty();
    exportAfter(Duration.ofSeconds(1));
    assertThat(logged()).singleElement().asString().contains("spans=6", "nextLineSeconds=20");
    exportAfter(Duration.ofSeconds(19));
    assertThat(logged()).isEmpty();
    for (int i = 0; i < 20; i++) {
      exportAfter(Duration.ofHours(1));
    }
    assertThat(logged()).hasSize(20).last().asString().contains("nextLineSeconds=3600");
    assertThat(spans("failed")).isEqualTo(24 * 3);
  }

  @Test
  void theReturnOfTheEndpointIsLoggedOnce() {
    answer = CompletableResultCode.ofFailure();
    exportAfter(Duration.ZERO);
    exportAfter(Duration.ofSeconds(1));
    logged();

    answer = CompletableResultCode.ofSuccess();
    exportAfter(Duration.ofSeconds(1));
    exportAfter(Duration.ofSeconds(1));

    assertThat(logged())
        .containsExactly(
            "spans are exported again endpoint=http://c/v1/traces spansLostSinceLastLine=3");
    answer = CompletableResultCode.ofFailure();
    exportAfter(Duration.ofSeconds(1));
    assertThat(logged()).singleElement().asString().contains("nextLineSeconds=10");
    assertThat(spans("exported")).isEqualTo(6);
  }
}
