package io.reprise.runtime.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.javalin.Javalin;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The routes of a service with the permissions that they need. For tests of the services. */
public final class RoutePermissions {
  private RoutePermissions() {}

  /**
   * The permissions in the code, by operation, such as {@code GET /path/{parameter}}. Starts no
   * server and calls no handler, so the routes may have handlers without a backend.
   */
  public static Map<String, String> registered(Consumer<Routes> service) {
    var permissions = new TreeMap<String, String>();
    routes(service)
        .registered()
        .forEach(
            route ->
                permissions.put(
                    route.method() + " " + route.path(), route.permission().toString()));
    return permissions;
  }

  private static Routes routes(Consumer<Routes> service) {
    var routes = new AtomicReference<Routes>();
    try (var metrics = new Metrics()) {
      var all = new HttpService(service, java.util.List.of(), metrics);
      Javalin.create(
          javalin ->
              routes.set(HttpServer.addRoutes(javalin, new HttpConfig("127.0.0.1", 0), all)));
    }
    return routes.get();
  }

  /**
   * The permissions in an OpenAPI document, by operation.
   *
   * @param neighbour a class in the package that contains the document
   */
  public static Map<String, String> documented(Class<?> neighbour) {
    var permissions = new TreeMap<String, String>();
    document(neighbour)
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        operation ->
                            permissions.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue().path("x-permission").asText("undocumented"))));
    return permissions;
  }

  private static JsonNode document(Class<?> neighbour) {
    try (var in = neighbour.getResourceAsStream("openapi.yaml")) {
      return Json.yaml().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if a class registers routes past {@link Routes}, and so without a permission. */
  public static void requireNoOtherWay(JavaClasses classes) {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Routes.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(HttpServer.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(BrowserProtection.class.getName())
        .and()
        .doNotHaveFullyQualifiedName(AuditLog.class.getName())
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.javalin.config.RoutesConfig")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("io\\.javalin\\.(Javalin|apibuilder\\..*|router\\.Javalin.*)")
        .because("a route is registered with its permission, by Routes and in no other way")
        .check(classes);
  }
}
