package io.reprise.runtime.http;

import io.reprise.runtime.trace.Tracing;
import java.util.List;
import java.util.function.Consumer;

/**
 * The routes, readiness checks, metrics, event streams and status of a service, for {@link
 * HttpServer}.
 *
 * @param routes adds the routes of the service; handlers may throw {@link ProblemException}
 * @param readiness checks that must hold before the service should receive requests
 * @param metrics the meters of the service, which the caller closes
 * @param streams the event streams of the service. The server closes them before it waits for
 *     running requests, because an open stream is a running request
 * @param status what the service says about itself
 * @param actions where the service writes who did what, besides the log
 * @param tracing gives requests a span; the caller closes it
 */
public record HttpService(
    Consumer<Routes> routes,
    List<ReadinessCheck> readiness,
    Metrics metrics,
    EventStreams streams,
    ServiceStatus status,
    ActionSink actions,
    Tracing tracing) {
  private static final ServiceStatus UNNAMED = ServiceStatus.of("service", "unnamed");

  public HttpService {
    readiness = List.copyOf(readiness);
  }

  public HttpService(Consumer<Routes> routes, List<ReadinessCheck> readiness, Metrics metrics) {
    this(routes, readiness, metrics, new EventStreams());
  }

  public HttpService(
      Consumer<Routes> routes,
      List<ReadinessCheck> readiness,
      Metrics metrics,
      EventStreams streams) {
    this(routes, readiness, metrics, streams, UNNAMED, ActionSink.NONE, Tracing.OFF);
  }

  /** Returns a copy of this service with this status. */
  public HttpService with(ServiceStatus its) {
    return new HttpService(routes, readiness, metrics, streams, its, actions, tracing);
  }

  /** Returns a copy of this service that writes who did what to this sink. */
  public HttpService with(ActionSink its) {
    return new HttpService(routes, readiness, metrics, streams, status, its, tracing);
  }

  /** Returns a copy of this service whose requests have spans, if tracing is on. */
  public HttpService with(Tracing traces) {
    return new HttpService(routes, readiness, metrics, streams, status, actions, traces);
  }

  /** Creates a service that has routes but no readiness checks and no meters of its own. */
  public static HttpService of(Consumer<Routes> routes) {
    return new HttpService(routes, List.of(), new Metrics());
  }
}
