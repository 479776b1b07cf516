package io.reprise.runtime.http;

import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a service gives to its HTTP server.
 *
 * @param routes adds the service's routes; handlers may throw {@link ProblemException}
 * @param readiness what must hold before it should be sent requests
 * @param metrics its meters; closed by the caller
 * @param streams its server-sent events; closed with the server, before it waits for requests to
 *     end
 */
public record HttpService(
    Consumer<RoutesConfig> routes,
    List<ReadinessCheck> readiness,
    Metrics metrics,
    EventStreams streams) {
  public HttpService {
    readiness = List.copyOf(readiness);
  }

  public HttpService(
      Consumer<RoutesConfig> routes, List<ReadinessCheck> readiness, Metrics metrics) {
    this(routes, readiness, metrics, new EventStreams());
  }

  /** Routes and nothing else. */
  public static HttpService of(Consumer<RoutesConfig> routes) {
    return new HttpService(routes, List.of(), new Metrics());
  }
}
