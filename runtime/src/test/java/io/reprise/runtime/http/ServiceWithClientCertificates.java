package io.reprise.runtime.http;

import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.tls.TlsConfig;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A service that authenticates its callers by their certificates. As a process of its own, it
 * prints its address, and ends at the end of its input.
 */
final class ServiceWithClientCertificates {
  private ServiceWithClientCertificates() {}

  /** Starts the service with the certificates and the policy of a directory. */
  static HttpServer start(Path directory) {
    var tls =
        new TlsConfig(
            directory.resolve("cert.pem"),
            directory.resolve("key.pem"),
            null,
            directory.resolve("clients.pem"));
    var authentication = new AuthenticationConfig(null, directory.resolve("policy.yaml"));
    return HttpServer.start(
        new HttpConfig("127.0.0.1", 0, null, authentication, tls, false, null),
        routes ->
            routes.get(
                "/who",
                Permission.of(Action.OBSERVE),
                ctx -> ctx.result(Caller.of(ctx).principal().orElseThrow().name())));
  }

  public static void main(String[] arguments) throws IOException {
    try (var server = start(Path.of(arguments[0]))) {
      System.out.println(server.uri());
      while (System.in.read() >= 0) {
        // The test still runs.
      }
    }
  }
}
