package io.reprise.runtime.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.reprise.runtime.config.ConfigText;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans with OpenTelemetry's SDK, and sends them to an endpoint by OTLP over HTTP, in
 * batches, on a thread of its own. Thread-safe.
 */
final class SpanExport implements AutoCloseable {
  private static final int BATCH = 512;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private static final W3CTraceContextPropagator CONTEXTS = W3CTraceContextPropagator.getInstance();

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private SpanExport(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("io.reprise");
  }

  static SpanExport start(
      TracingConfig config, URI endpoint, String service, String instance, MeterRegistry meters) {
    LibraryLog.install();
    var queue = new SpanQueue(meters);
    var exporter =
        new ReportedExporter(
            exporter(config, endpoint),
            ConfigText.withoutCredentials(endpoint),
            queue,
            System::nanoTime);
    // The queue of the processor never fills: SpanQueue passes on no more spans than fit.
    var batches =
        BatchSpanProcessor.builder(exporter)
            .setMaxQueueSize(SpanQueue.MOST)
            .setMaxExportBatchSize(BATCH)
            .setScheduleDelay(EVERY)
            .setExporterTimeout(ANSWER_LIMIT)
            .build();
    return new SpanExport(
        SdkTracerProvider.builder()
            .setResource(resource(service, instance))
            .setSampler(Sampler.parentBased(new LinkedOrRatio(config.ratio())))
            .addSpanProcessor(queue.before(batches))
            .build());
  }

  private static OtlpHttpSpanExporter exporter(TracingConfig config, URI endpoint) {
    var builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.toString())
            .setConnectTimeout(CONNECT_LIMIT)
            .setTimeout(ANSWER_LIMIT);
    var file = config.headers();
    return (file == null ? builder : builder.setHeaders(new HeaderFile(file)::headers)).build();
  }

  private static Resource resource(String service, String instance) {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.builder()
                    .put("service.namespace", "reprise")
                    .put("service.name", "reprise-" + service)
                    .put("service.instance.id", instance)
                    .build()));
  }

  /** As {@link Tracing#request}. */
  TraceSpan request(String name, Function<String, @Nullable String> header) {
    var caller = CONTEXTS.extract(Context.root(), header, new RequestHeaders());
    return TraceSpan.start(tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER).setParent(caller));
  }

  /** As {@link Tracing#write}. */
  TraceSpan write(String name) {
    return TraceSpan.start(tracer.spanBuilder(name).setSpanKind(SpanKind.PRODUCER));
  }

  /** As {@link Tracing#batch}. */
  BatchSpan batch(String name) {
    return new BatchSpan(tracer, name);
  }

  /** As {@link Tracing#writeTo}. */
  void writeTo(BiConsumer<String, byte[]> header) {
    if (Span.current().getSpanContext().isSampled()) {
      CONTEXTS.inject(
          Context.current(), header, (to, name, value) -> to.accept(name, value.getBytes(UTF_8)));
    }
  }

  @Override
  public void close() {
    provider.shutdown().join(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
