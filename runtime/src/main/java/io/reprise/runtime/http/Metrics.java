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
import java.time.Duration;

/**
 * A service's meters, served at {@code /metrics} in Prometheus' text form. Every service has the
 * JVM's and one timer a route; it adds its own through {@link #registry()}.
 *
 * <p>Thread-safe. The creator closes it.
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

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  void addTo(JavalinConfig javalin) {
    javalin.routes.get("/metrics", ctx -> ctx.contentType(TEXT).result(registry.scrape()));
    javalin.requestLogger.http(this::count);
  }

  /** Labelled by route, never by path: ids in paths would make a series each. */
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
