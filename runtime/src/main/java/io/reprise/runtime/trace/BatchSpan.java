package io.reprise.runtime.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.reprise.runtime.log.LogFields;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The span of a batch of records that were written earlier. The span begins a trace of its own, and
 * links to the spans that wrote the records: to the first {@value #MOST_LINKS} of those that were
 * sampled. It is sampled if one of them was, and otherwise with the configured ratio. From then on,
 * the log lines of the thread have its trace's id.
 *
 * <p>Confined to one thread, which closes the span.
 */
public final class BatchSpan implements AutoCloseable {
  /** The most links of a span. */
  public static final int MOST_LINKS = 32;

  private static final int LENGTH = 55;
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");

  private final SpanBuilder builder;
  private final Set<String> origins = new HashSet<>();
  private byte[] last = {};
  private @Nullable Span span;
  private @Nullable LogFields fields;

  BatchSpan(Tracer tracer, String name) {
    this.builder =
        tracer
            .spanBuilder(name)
            .setNoParent()
            .setSpanKind(SpanKind.CONSUMER)
            .setStartTimestamp(Instant.now());
    var unlinked = builder.startSpan();
    if (unlinked.getSpanContext().isSampled()) {
      begin(unlinked);
    }
  }

  private void begin(Span sampled) {
    span = sampled;
    fields = TraceSpan.logFields(sampled);
  }

  /**
   * Links to the span that wrote a record, if that span was sampled.
   *
   * @param traceparent the record's header; null if the record lacks it
   */
  public void link(byte @Nullable [] traceparent) {
    if (traceparent == null || isFull() || Arrays.equals(traceparent, last)) {
      return;
    }
    last = traceparent;
    var origin = sampled(traceparent);
    if (origin == null || !origins.add(origin.getTraceId() + origin.getSpanId())) {
      return;
    }
    if (span == null) {
      begin(builder.addLink(origin).startSpan());
    } else {
      span.addLink(origin);
    }
  }

  /** Returns whether the span has as many links as it may have. */
  public boolean isFull() {
    return origins.size() >= MOST_LINKS;
  }

  /**
   * Returns the context in a header as the W3C defines it: {@code 00-<trace id>-<span id>-<flags>}.
   * Returns null if the header is not valid or says that the span was not sampled.
   */
  private static @Nullable SpanContext sampled(byte[] traceparent) {
    boolean isSampled =
        traceparent.length >= LENGTH && (Character.digit(traceparent[LENGTH - 1], 16) & 1) == 1;
    if (!isSampled) {
      return null;
    }
    var text = new String(traceparent, ISO_8859_1);
    var parts = TRACEPARENT.matcher(text);
    if (!parts.matches() || text.startsWith("00") && text.length() > LENGTH) {
      return null;
    }
    var origin =
        SpanContext.createFromRemoteParent(
            parts.group(1), parts.group(2), TraceFlags.getSampled(), TraceState.getDefault());
    return origin.isValid() ? origin : null;
  }

  /** Sets an attribute of the span. The value must not be a key, a payload or a secret. */
  public BatchSpan set(String attribute, String value) {
    if (span != null) {
      span.setAttribute(attribute, value);
    }
    return this;
  }

  /** Sets an attribute of the span. */
  public BatchSpan set(String attribute, long value) {
    if (span != null) {
      span.setAttribute(attribute, value);
    }
    return this;
  }

  /** Marks the span as failed. */
  public void fail(String cause) {
    if (span != null) {
      span.setStatus(StatusCode.ERROR, cause);
    }
  }

  /** Ends the span. */
  @Override
  public void close() {
    if (fields != null) {
      fields.close();
      fields = null;
    }
    if (span != null) {
      span.end();
    }
  }
}
