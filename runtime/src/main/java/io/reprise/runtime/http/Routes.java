package io.reprise.runtime.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers the routes of a service, each with the permission that it needs. There is no other way
 * to register a route, so no route is without a permission. Confined to the thread that starts the
 * server.
 */
public final class Routes {
  private final RoutesConfig javalin;
  private final List<Route> routes = new ArrayList<>();

  /**
   * A registered route.
   *
   * @param method the HTTP method, such as {@code GET}
   * @param path the path, with parameters as {@code {name}}
   */
  public record Route(String method, String path, Permission permission) {}

  Routes(RoutesConfig javalin) {
    this.javalin = javalin;
  }

  public void get(String path, Permission permission, Handler handler) {
    add(HandlerType.GET, path, permission, handler);
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
    javalin.addHttpHandler(method, path, handler);
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
