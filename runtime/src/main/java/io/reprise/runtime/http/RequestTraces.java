package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.trace.TraceSpan;
import io.reprise.runtime.trace.Tracing;

/**
 * Gives each admitted request a span. A request that is refused before its handler has none, so
 * that nobody can have spans made without a permission. Health checks and scrapes have none either:
 * there are many of them, and they say nothing. Thread-safe.
 */
final class RequestTraces {
  private static final String SPAN = RequestTraces.class.getName();
  private static final int FIRST_SERVER_FAULT = 500;

  private final Tracing tracing;

  /**
   * @param tracing begins the spans; none if it is off
   */
  RequestTraces(Tracing tracing) {
    this.tracing = tracing;
  }

  /** Returns a handler that gives its requests a span, or the same handler if none is wanted. */
  Handler around(HandlerType method, String path, Permission permission, Handler handler) {
    var action = permission.action();
    if (!tracing.isOn() || action == null || action == Action.OBSERVE) {
      return handler;
    }
    var name = method.name() + " " + path;
    return ctx -> handle(ctx, name, path, handler);
  }

  /**
   * If the handler throws an exception, the span stays current until the request is answered, so
   * that the log lines about the failure have the id of the trace.
   */
  private void handle(Context ctx, String name, String path, Handler handler) throws Exception {
    var span = tracing.request(name, ctx::header);
    span.set("http.request.method", ctx.method().name()).set("http.route", path);
    ctx.attribute(SPAN, span);
    try {
      handler.handle(ctx);
    } catch (Error e) {
      span.fail(e.getClass().getName());
      span.close();
      throw e;
    }
    span.leave();
  }

  /** Ends the span of a request, if it has one. Called once the status of the answer is known. */
  static void end(Context ctx) {
    TraceSpan span = ctx.attribute(SPAN);
    if (span == null) {
      return;
    }
    int status = ctx.statusCode();
    span.set("http.response.status_code", status);
    if (status >= FIRST_SERVER_FAULT) {
      span.fail("status " + status);
    }
    span.close();
  }
}
