package io.reprise.runtime.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import io.reprise.runtime.json.Json;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.jspecify.annotations.Nullable;

/**
 * A listening HTTP server. The server answers every error with {@code application/problem+json}.
 * Several handlers run at the same time, each on a thread of its own; the threads are virtual if
 * the JDK has virtual threads.
 *
 * <p>The caller of {@code start} closes the server. {@link #close()} ends event streams, refuses
 * new requests and waits up to 5 s for running requests.
 */
public final class HttpServer implements AutoCloseable {
  private static final long STOP_LIMIT_MILLIS = 5_000;

  private final Javalin javalin;
  private final HttpConfig config;
  private final EventStreams streams;
  private final @Nullable InsecurityWarning warning;
  private final @Nullable TlsConnector tls;

  private HttpServer(
      Javalin javalin, HttpConfig config, EventStreams streams, @Nullable TlsConnector tls) {
    this.javalin = javalin;
    this.config = config;
    this.streams = streams;
    this.tls = tls;
    this.warning =
        config.isExposed() ? InsecurityWarning.start(config, InsecurityWarning.EVERY) : null;
  }

  /**
   * Starts a server that has routes but no readiness checks. Otherwise equal to {@link
   * #start(HttpConfig, HttpService)}.
   */
  public static HttpServer start(HttpConfig config, Consumer<Routes> routes) {
    return start(config, HttpService.of(routes));
  }

  /**
   * Starts a server and returns once the server accepts connections.
   *
   * @throws PortTakenException if another process already listens on the configured port; a retry
   *     is safe
   * @throws io.reprise.runtime.config.ConfigException if a file of the configuration cannot be read
   *     or is not valid
   */
  public static HttpServer start(HttpConfig config, HttpService service) {
    return start(config, service, SlowClients.Limits.DEFAULT);
  }

  static HttpServer start(HttpConfig config, HttpService service, SlowClients.Limits slow) {
    var tls =
        config.tls().isOn()
            ? new TlsConnector(config, service.metrics().registry(), Clock.systemUTC())
            : null;
    var javalin = Javalin.create(c -> configure(c, config, service, tls, slow));
    try {
      javalin.start();
      if (tls != null) {
        tls.watch();
      }
      return new HttpServer(javalin, config, service.streams(), tls);
    } catch (JavalinBindException e) {
      throw new PortTakenException(config.host(), config.port(), e);
    }
  }

  private static void configure(
      JavalinConfig javalin,
      HttpConfig config,
      HttpService service,
      @Nullable TlsConnector tls,
      SlowClients.Limits slow) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.startupWatcherEnabled = false;
    javalin.concurrency.useVirtualThreads = true;
    javalin.http.prefer405over404 = true;
    javalin.http.maxRequestSize = config.maxBody().bytes();
    javalin.jsonMapper(new JavalinJackson(Json.json(), true));
    javalin.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new ProblemErrorHandler(service.metrics()));
          server.setStopTimeout(STOP_LIMIT_MILLIS);
          server.addBean(new NetworkConnectionLimit(config.limits().connections(), server));
          RequestGate.addTo(server, config, slow);
        });
    javalin.jetty.modifyHttpConfiguration(RequestGate::makeStrict);
    javalin.jetty.addConnector(
        tls != null ? tls::connect : (server, http) -> Listener.open(server, config, http));
    javalin.router.javaLangErrorHandler(ProblemRoutes::unexpected);
    addRoutes(javalin, config, service);
  }

  /** Adds the routes of every service and those of this service, and returns them. */
  static Routes addRoutes(JavalinConfig javalin, HttpConfig config, HttpService service) {
    var authentication = config.authentication();
    var access = authentication.isOn() ? AccessControl.of(authentication, javalin) : null;
    var traces = new RequestTraces(service.tracing());
    var routes = new Routes(javalin.routes, access, RateLimit.of(config.limits()), traces);
    if (service.tracing().isOn()) {
      javalin.routes.after(RequestTraces::end);
    }
    new BrowserProtection(config).addTo(javalin.routes);
    var warnings = new ArrayList<ReadinessCheck>();
    if (access != null) {
      var audit = new AuditLog(service.status(), service.actions(), service.metrics().registry());
      audit.addTo(javalin.routes);
      warnings.add(audit.warning());
    }
    new ProblemRoutes(config).addTo(routes);
    var checks = readiness(service, access);
    new Health(checks, warnings).addTo(routes);
    new StatusRoute(service.status(), checks, warnings, Clock.systemUTC()).addTo(routes);
    service.metrics().addTo(javalin, routes);
    service.routes().accept(routes);
    return routes;
  }

  private static List<ReadinessCheck> readiness(
      HttpService service, @Nullable AccessControl access) {
    var checks = new ArrayList<>(service.readiness());
    if (access != null) {
      checks.addAll(access.readiness());
    }
    return checks;
  }

  /**
   * Returns the port on which the server listens. If the configured port is 0, this is the free
   * port that the server chose.
   */
  public int port() {
    return javalin.port();
  }

  /**
   * Returns the address of the server on this machine: {@code http://host:port}, or {@code https}
   * with TLS, with the configured host, or with a loopback address if the server listens on all
   * addresses.
   */
  public URI uri() {
    return config.uriOn(port());
  }

  @Override
  public void close() {
    if (warning != null) {
      warning.close();
    }
    if (tls != null) {
      tls.close();
    }
    streams.close();
    javalin.stop();
  }
}
