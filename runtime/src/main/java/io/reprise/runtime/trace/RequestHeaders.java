package io.reprise.runtime.trace;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a request for OpenTelemetry. Stateless. */
final class RequestHeaders implements TextMapGetter<Function<String, @Nullable String>> {
  @Override
  public Iterable<String> keys(Function<String, @Nullable String> headers) {
    return List.of();
  }

  @Override
  public @Nullable String get(@Nullable Function<String, @Nullable String> headers, String name) {
    return headers == null ? null : headers.apply(name);
  }
}
