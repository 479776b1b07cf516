package io.reprise.runtime.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Serves a service's OpenAPI document at {@code GET /api/v1/openapi.yaml}. The document is the
 * resource {@code openapi.yaml} in the package of a class of that service. Thread-safe.
 */
public final class OpenApiRoute implements Consumer<Routes> {
  private static final String DOCUMENT = "openapi.yaml";

  private final byte[] document;

  /**
   * Reads the document from the class path.
   *
   * @param neighbour a class in the package that contains the document
   * @throws IllegalStateException if the package contains no document
   */
  public OpenApiRoute(Class<?> neighbour) {
    this.document = read(neighbour);
  }

  @Override
  public void accept(Routes routes) {
    // The document is public, because it is part of the published source.
    routes.get(
        "/api/v1/openapi.yaml",
        Permission.everyone(),
        ctx -> ctx.contentType("application/yaml").result(document));
  }

  private static byte[] read(Class<?> neighbour) {
    try (var in = neighbour.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException(
            "%s is missing beside %s in this build".formatted(DOCUMENT, neighbour.getName()));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DOCUMENT, e);
    }
  }
}
