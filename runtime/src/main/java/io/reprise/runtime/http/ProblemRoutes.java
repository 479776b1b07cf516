package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.EndpointNotFound;
import io.reprise.runtime.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each exception or error that a handler throws with one {@link Problem} response. */
final class ProblemRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemRoutes.class);

  private final HttpConfig config;

  ProblemRoutes(HttpConfig config) {
    this.config = config;
  }

  void addTo(Routes routes) {
    routes.exception(ProblemException.class, (e, ctx) -> send(ctx, e.problem(), e.headers()));
    routes.exception(EndpointNotFound.class, (e, ctx) -> send(ctx, unknownRoute(ctx)));
    routes.exception(MethodNotAllowedResponse.class, this::wrongMethod);
    routes.exception(HttpResponseException.class, (e, ctx) -> send(ctx, refused(ctx, e)));
    routes.exception(InvalidBodyException.class, (e, ctx) -> send(ctx, e.problem()));
    routes.exception(InvalidParameterException.class, (e, ctx) -> send(ctx, e.problem()));
    routes.exception(
        HttpException.RuntimeException.class,
        (e, ctx) ->
            send(ctx, Problem.of(e.getCode(), "the request is malformed: " + e.getReason())));
    routes.exception(Exception.class, ProblemRoutes::other);
  }

  private static Problem unknownRoute(Context ctx) {
    return Problem.of(404, "nothing is at " + ctx.method() + " " + ctx.path());
  }

  private void wrongMethod(MethodNotAllowedResponse e, Context ctx) {
    var allowed = e.getDetails().getOrDefault("availableMethods", "");
    send(
        ctx,
        Problem.of(405, "%s takes %s, not %s".formatted(ctx.path(), allowed, ctx.method())),
        Map.of("Allow", allowed));
  }

  private Problem refused(Context ctx, HttpResponseException e) {
    return e.getStatus() == 413
        ? Problem.of(
            413,
            "the body is longer than %s takes: send at most %s"
                .formatted(ctx.path(), config.maxBody()))
        : Problem.of(e.getStatus(), String.valueOf(e.getMessage()));
  }

  private static void other(Exception e, Context ctx) {
    if (isFromClient(e)) {
      unreadable(e, ctx);
    } else {
      unexpected(e, ctx);
    }
  }

  /**
   * Returns whether an exception says that the client sent malformed chunks or closed the
   * connection before the end of the request or of the response.
   */
  private static boolean isFromClient(Exception e) {
    return causes(e)
        .anyMatch(cause -> cause instanceof HttpException || cause instanceof EofException);
  }

  private static boolean isTooSlow(Exception e) {
    return causes(e)
        .anyMatch(cause -> cause instanceof HttpException http && http.getCode() == 408);
  }

  private static Stream<Throwable> causes(Exception e) {
    return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause);
  }

  private static void unreadable(Exception e, Context ctx) {
    LOG.debug(
        "client sent a malformed request body or closed the connection method={} path={} cause={}",
        ctx.method(),
        ctx.path(),
        e.toString());
    // The end of the request is unknown, so no other request can follow on this connection.
    ctx.header("Connection", "close");
    var problem =
        isTooSlow(e)
            ? Problem.of(408, "the body arrives too slowly: send it faster, or in smaller parts")
            : Problem.of(
                400,
                "the body cannot be read: it is malformed, or it ends before its announced length");
    ctx.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
  }

  private static void unexpected(Exception e, Context ctx) {
    var incident = UUID.randomUUID().toString();
    LOG.error(
        "HTTP request failed unexpectedly and was answered with status 500 incident={} method={}"
            + " path={}",
        incident,
        ctx.method(),
        ctx.path(),
        e);
    send(ctx, unexpected(incident));
  }

  /**
   * Answers a request whose handler threw an {@link Error}, for example because a class could not
   * be loaded. The server does not pass the path of the request here.
   */
  static void unexpected(HttpServletResponse response, Error error) {
    var incident = UUID.randomUUID().toString();
    LOG.error(
        "HTTP request failed unexpectedly and was answered with status 500 incident={}",
        incident,
        error);
    response.setContentType(Problem.MEDIA_TYPE);
    try {
      response.getOutputStream().write(Json.json().writeValueAsBytes(unexpected(incident)));
    } catch (IOException e) {
      LOG.debug("answer about a failed HTTP request could not be sent cause={}", e.toString());
    }
  }

  private static Problem unexpected(String incident) {
    return Problem.of(500, "an unexpected failure, logged as incident " + incident)
        .with("incident", incident);
  }

  private static void send(Context ctx, Problem problem) {
    send(ctx, problem, Map.of());
  }

  private static void send(Context ctx, Problem problem, Map<String, String> headers) {
    drain(ctx);
    headers.forEach(ctx::header);
    ctx.status(problem.status()).json(problem).contentType(Problem.MEDIA_TYPE);
  }

  /**
   * Reads the rest of the request body. If the body stayed unread, the server would close the
   * connection, and the next request that the client sends on the connection would get no answer. A
   * body that goes on and on is not read to its end: the connection then closes.
   */
  private static void drain(Context ctx) {
    try {
      long left = RequestGate.MOST_DISCARDED.bytes();
      var in = ctx.req().getInputStream();
      var buffer = new byte[8192];
      for (int read = in.read(buffer); read > 0 && left > 0; read = in.read(buffer)) {
        left -= read;
      }
      if (left <= 0) {
        ctx.header("Connection", "close");
      }
    } catch (IOException e) {
      LOG.debug(
          "rest of an HTTP request body could not be read, so the connection may be closed path={}"
              + " cause={}",
          ctx.path(),
          e.toString());
    }
  }
}
