package io.reprise.runtime.trace;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.runtime.config.ConfigText;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Configures whether a service traces what it does, and where it sends the spans.
 *
 * @param endpoint URL that accepts spans by OTLP over HTTP; the service traces nothing when left
 *     out
 * @param ratio share of the traces that begin in this service and are sampled, from 0 to 1; 0.01
 *     when left out
 * @param headers file with headers for the requests to the endpoint, such as a token; no further
 *     headers when left out
 */
public record TracingConfig(
    @ConfigKey(
            "The URL to which spans are sent with OTLP over HTTP, such as"
                + " http://collector:4318/v1/traces. Without it, the service traces nothing.")
        @Nullable URI endpoint,
    @ConfigKey(
            value =
                "The share of the traces that begin in this service and are sampled. A request"
                    + " whose header traceparent says whether it is sampled is not subject to it,"
                    + " and neither is the delivery of records that were stored by a sampled"
                    + " request.",
            range = "0 to 1")
        Double ratio,
    @ConfigKey(
            "A file with headers for the requests to the endpoint, such as a token: a line for"
                + " each, as name: value. A changed file is read again. Needs an endpoint with"
                + " https, or on a loopback host.")
        @Nullable Path headers) {
  /** Traces nothing. */
  public static final TracingConfig NONE = new TracingConfig(null, null, null);

  private static final double DEFAULT_RATIO = 0.01;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public TracingConfig(@Nullable URI endpoint, @Nullable Double ratio, @Nullable Path headers) {
    this.endpoint = endpoint;
    this.ratio = ratio == null ? Double.valueOf(DEFAULT_RATIO) : ratio;
    this.headers = headers;
    if (endpoint != null && !isHttp(endpoint)) {
      throw new IllegalArgumentException(
          "tracing.endpoint is '%s': give a URL with http or https"
              .formatted(ConfigText.withoutCredentials(endpoint)));
    }
    if (!(this.ratio >= 0 && this.ratio <= 1)) {
      throw new IllegalArgumentException(
          "tracing.ratio is %s: give a number from 0 to 1".formatted(this.ratio));
    }
    if (endpoint != null && headers != null && !isSafe(endpoint)) {
      throw new IllegalArgumentException(
          "tracing.headers is given, but tracing.endpoint has neither https nor a loopback host:"
              + " the headers could be read on the network");
    }
  }

  private static boolean isHttp(URI url) {
    return url.getHost() != null
        && ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
  }

  private static boolean isSafe(URI url) {
    return "https".equalsIgnoreCase(url.getScheme()) || LOOPBACK.contains(url.getHost());
  }

  /** Returns the configuration as text, without secrets. */
  @Override
  public String toString() {
    return ConfigText.of(this);
  }
}
