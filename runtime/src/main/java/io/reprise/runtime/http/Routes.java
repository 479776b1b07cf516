package io.reprise.runtime.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers the routes of a service, each with the permission that it needs. There is no other way
 * to register a route, so no route is without a permission. Confined to the thread that starts the
 * server.
 */
public final class Routes {
  private final RoutesConfig javalin;
  private final @Nullable AccessControl access;
  private final @Nullable RateLimit limit;
  private final RequestTraces traces;
  private final List<Route> routes = new ArrayList<>();

  /**
   * A registered route.
   *
   * @param method the HTTP method, such as {@code GET}
   * @param path the path, with parameters as {@code {name}}
   */
  public record Route(String method, String path, Permission permission) {}

  /**
   * @param access admits requests to the handlers; null if nobody is asked who they are
   * @param limit admits as many requests of a caller as it may send; null if that is any number
   * @param traces gives admitted requests a span
   */
  Routes(
      RoutesConfig javalin,
      @Nullable AccessControl access,
      @Nullable RateLimit limit,
      RequestTraces traces) {
    this.limit = limit;
    this.traces = traces;
    this.javalin = javalin;
    this.access = access;
  }

  public void get(String path, Permission permission, Handler handler) {
    add(HandlerType.GET, path, permission, handler);
    if (access != null) {
      // Javalin answers HEAD itself where there is a GET, without the check of the permission.
      javalin.addHttpHandler(HandlerType.HEAD, path, guarded(permission, ctx -> {}));
    }
  }

  public void post(String path, Permission permission, Handler handler) {
    add(HandlerType.POST, path, permission, handler);
  }

  public void put(String path, Permission permission, Handler handler) {
    add(HandlerType.PUT, path, permission, handler);
  }

  public void delete(String path, Permission permission, Handler handler) {
    add(HandlerType.DELETE, path, permission, handler);
  }

  private void add(HandlerType method, String path, Permission permission, Handler handler) {
    // Javalin writes <key> for a parameter that may contain slashes.
    var plain = path.replace('<', '{').replace('>', '}');
    routes.add(new Route(method.name(), plain, permission));
    var traced = traces.around(method, plain, permission, handler);
    javalin.addHttpHandler(method, path, guarded(permission, traced));
  }

  /** Without access control and limit, a request takes no further step. */
  private Handler guarded(Permission permission, Handler handler) {
    var control = access;
    var limited = permission.action() == null ? null : limit;
    if (control == null && limited == null) {
      return handler;
    }
    return ctx -> {
      if (control != null) {
        control.admit(ctx, permission);
      }
      if (limited != null) {
        limited.admit(ctx);
      }
      handler.handle(ctx);
    };
  }

  /** Registers how exceptions of a type, thrown by any handler, are answered. */
  public <E extends Exception> void exception(Class<E> type, ExceptionHandler<? super E> handler) {
    javalin.exception(type, handler);
  }

  /** Returns the routes that were registered so far. */
  public List<Route> registered() {
    return List.copyOf(routes);
  }
}
