package io.reprise.runtime.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.metric.HttpMetric;
import io.reprise.runtime.metric.KafkaClientMeters;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the metrics of a service and serves them at {@code GET /metrics} in the Prometheus text
 * format. Every service has metrics of the JVM and of its Kafka clients, a timer for each route,
 * and counters of refused requests. A service adds metrics of its own through {@link #registry()}.
 *
 * <p>Thread-safe. The creator closes this object.
 */
public final class Metrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final List<Runnable> updates = new CopyOnWriteArrayList<>();
  private final Map<RefusalReason, Counter> refused = new EnumMap<>(RefusalReason.class);

  public Metrics() {
    this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    updates.add(new KafkaClientMeters(registry)::update);
    for (var reason : RefusalReason.values()) {
      refused.put(reason, HttpMetric.REFUSED.declaration().counter(registry, reason.label()));
    }
  }

  /** Returns the registry, to which a service may add metrics of its own. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /**
   * Calls {@code update} before each scrape, so that it can set the metrics whose label values come
   * and go. An update must not wait for another process. If it fails, the scrape shows what the
   * update before it has set, and the failure is logged.
   */
  public void beforeScrape(Runnable update) {
    updates.add(update);
  }

  void addTo(JavalinConfig javalin, Routes routes) {
    routes.get(
        "/metrics", Permission.of(Action.OBSERVE), ctx -> ctx.contentType(TEXT).result(scrape()));
    javalin.requestLogger.http(this::count);
  }

  private String scrape() {
    updates.forEach(Metrics::run);
    return registry.scrape();
  }

  private static void run(Runnable update) {
    try {
      update.run();
    } catch (RuntimeException e) {
      LOG.warn("metrics could not be updated and show earlier values", e);
    }
  }

  /**
   * Records how long a request took. A label of the metric holds the route and not the path,
   * because a path contains ids, and each id would create a time series of its own. For the same
   * reason, methods that HTTP does not define share one label value: a client may invent any.
   */
  private void count(Context ctx, Float millis) {
    var endpoint = ctx.endpoints().lastHttpEndpoint();
    HttpMetric.REQUESTS
        .declaration()
        .timer(
            registry,
            HandlerType.commonHttp().contains(ctx.method()) ? ctx.method().name() : "other",
            endpoint == null ? "none" : endpoint.path,
            String.valueOf(ctx.statusCode()))
        .record(Duration.ofNanos((long) (millis * 1e6)));
    answered(ctx.statusCode());
  }

  /**
   * Counts an answer if its status says that the request was refused. Each answer is counted once:
   * here by the logger of requests if the request has reached the routes, otherwise by the handler
   * of errors.
   */
  void answered(int status) {
    var reason = RefusalReason.of(status);
    if (reason != null) {
      Objects.requireNonNull(refused.get(reason)).increment();
    }
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
