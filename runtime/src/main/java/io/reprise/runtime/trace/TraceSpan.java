package io.reprise.runtime.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.reprise.runtime.log.LogFields;
import org.jspecify.annotations.Nullable;

/**
 * A span that has begun. It is current on the thread that began it, and the log lines of that
 * thread have its trace's id, until {@link #leave()} or {@link #close()}. Log lines have no id if
 * the span is not sampled.
 *
 * <p>{@code leave} must be called on the thread that began the span, before spans that are older;
 * then {@code close} may be called on any thread. All methods may be called again without effect.
 */
public final class TraceSpan implements AutoCloseable {
  /** The field of log lines that has the id of the trace, with OpenTelemetry's name. */
  public static final String LOG_FIELD = "trace_id";

  private final Span span;
  private @Nullable Scope scope;
  private @Nullable LogFields fields;

  // The scope lasts as long as this object, whose user calls leave() or close().
  @SuppressWarnings("MustBeClosedChecker")
  private TraceSpan(Span span) {
    this.span = span;
    this.scope = span.makeCurrent();
    this.fields = logFields(span);
  }

  static TraceSpan start(SpanBuilder builder) {
    return new TraceSpan(builder.startSpan());
  }

  /** Adds the trace's id to the log lines of this thread; null if the span is not sampled. */
  static @Nullable LogFields logFields(Span span) {
    var context = span.getSpanContext();
    return context.isSampled() ? LogFields.with(LOG_FIELD, context.getTraceId()) : null;
  }

  /** Sets an attribute of the span. The value must not be a key, a payload or a secret. */
  public TraceSpan set(String attribute, String value) {
    span.setAttribute(attribute, value);
    return this;
  }

  /** Sets an attribute of the span. */
  public TraceSpan set(String attribute, long value) {
    span.setAttribute(attribute, value);
    return this;
  }

  /** Marks the span as failed. */
  public void fail(String cause) {
    span.setStatus(StatusCode.ERROR, cause);
  }

  /** Ends that the span is current on this thread. The span itself goes on. */
  public void leave() {
    if (fields != null) {
      fields.close();
      fields = null;
    }
    if (scope != null) {
      scope.close();
      scope = null;
    }
  }

  /** Ends the span. */
  @Override
  public void close() {
    leave();
    span.end();
  }
}
