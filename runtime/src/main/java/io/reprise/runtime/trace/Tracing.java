package io.reprise.runtime.trace;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Traces what a service does. Ended spans wait in a queue of limited size until a thread of this
 * object sends them to the configured endpoint, so an endpoint that is slow or away delays nothing.
 *
 * <p>If tracing is off, nothing of OpenTelemetry is loaded, and callers take no step for it: they
 * ask {@link #isOn()} once, when they start.
 *
 * <p>Thread-safe. The caller of {@link #start} closes this object; closing sends what waits in the
 * queue, for up to a second.
 */
public final class Tracing implements AutoCloseable {
  /** Traces nothing. */
  public static final Tracing OFF = new Tracing(null);

  /** The only part that knows OpenTelemetry, so that its classes are loaded only if it is used. */
  private final @Nullable SpanExport export;

  private Tracing(@Nullable SpanExport export) {
    this.export = export;
  }

  /**
   * Starts tracing, or returns {@link #OFF} if the configuration names no endpoint. Does not wait
   * for the endpoint.
   *
   * @param service kind of the service, such as {@code ingest}
   * @param instance name of this instance
   * @param meters registry for the metrics of the export
   * @throws io.reprise.runtime.config.ConfigException if the file with headers cannot be read
   */
  public static Tracing start(
      TracingConfig config, String service, String instance, MeterRegistry meters) {
    var endpoint = config.endpoint();
    return endpoint == null
        ? OFF
        : new Tracing(SpanExport.start(config, endpoint, service, instance, meters));
  }

  /** Returns whether this service traces what it does. */
  public boolean isOn() {
    return export != null;
  }

  /**
   * Begins the span of a request, as a part of the caller's trace if the request has a valid header
   * {@code traceparent}. The span is current on this thread.
   *
   * @param name name of the span, without ids
   * @param header returns the value of a request's header; null if the request lacks it
   * @throws IllegalStateException if tracing is off
   */
  public TraceSpan request(String name, Function<String, @Nullable String> header) {
    return on().request(name, header);
  }

  /**
   * Begins the span of a step that writes records, as a part of the span that is current on this
   * thread. The new span is current until it is closed.
   *
   * @throws IllegalStateException if tracing is off
   */
  public TraceSpan write(String name) {
    return on().write(name);
  }

  /**
   * Begins the span of a batch of records that were written earlier, in traces of their own.
   *
   * @throws IllegalStateException if tracing is off
   */
  public BatchSpan batch(String name) {
    return on().batch(name);
  }

  /**
   * Passes the headers to {@code header} that a record needs, so that readers of the record can
   * find the span that is current on this thread: {@code traceparent}, and {@code tracestate} if
   * the caller has sent one. Passes nothing if the span is not sampled.
   */
  public void writeTo(BiConsumer<String, byte[]> header) {
    if (export != null) {
      export.writeTo(header);
    }
  }

  private SpanExport on() {
    if (export == null) {
      throw new IllegalStateException("tracing is off");
    }
    return export;
  }

  @Override
  public void close() {
    if (export != null) {
      export.close();
    }
  }
}
