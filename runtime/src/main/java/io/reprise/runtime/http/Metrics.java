package io.reprise.runtime.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reprise.runtime.access.Action;
import java.time.Duration;

/**
 * Holds the metrics of a service and serves them at {@code GET /metrics} in the Prometheus text
 * format. Every service has metrics of the JVM and a timer for each route. A service adds metrics
 * of its own through {@link #registry()}.
 *
 * <p>Thread-safe. The creator closes this object.
 */
public final class Metrics implements AutoCloseable {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics collections = new JvmGcMetrics();

  public Metrics() {
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Returns the registry, to which a service may add metrics of its own. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  void addTo(JavalinConfig javalin, Routes routes) {
    routes.get(
        "/metrics",
        Permission.of(Action.OBSERVE),
        ctx -> ctx.contentType(TEXT).result(registry.scrape()));
    javalin.requestLogger.http(this::count);
  }

  /**
   * Records how long a request took. A label of the metric holds the route and not the path,
   * because a path contains ids, and each id would create a time series of its own.
   */
  private void count(Context ctx, Float millis) {
    var endpoint = ctx.endpoints().lastHttpEndpoint();
    Timer.builder("http.server.requests")
        .tag("method", ctx.method().name())
        .tag("route", endpoint == null ? "none" : endpoint.path)
        .tag("status", String.valueOf(ctx.statusCode()))
        .register(registry)
        .record(Duration.ofNanos((long) (millis * 1e6)));
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
