package io.reprise.ingest.service.http;

import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /api/v1/openapi.yaml}: what this service does, in OpenAPI 3.1. Thread-safe. */
public final class OpenApiRoute {
  private static final String DOCUMENT = "openapi.yaml";

  private final byte[] document = read();

  public void addTo(RoutesConfig routes) {
    routes.get("/api/v1/openapi.yaml", ctx -> ctx.contentType("application/yaml").result(document));
  }

  private static byte[] read() {
    try (var in = OpenApiRoute.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException(DOCUMENT + " is missing from this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DOCUMENT, e);
    }
  }
}
