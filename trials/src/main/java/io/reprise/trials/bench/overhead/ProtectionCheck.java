package io.reprise.trials.bench.overhead;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.tls.ClientTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Checks that a service protects itself as it should, so that no figure is the cost of nothing.
 * Thread-safe.
 *
 * @param protection what is on in the service
 * @param name name of the service, also at the collector of spans
 */
record ProtectionCheck(BenchSecurity security, Protection protection, String name, URI uri) {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Set<Integer> REFUSED = Set.of(401, 403);
  private static final String SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  /**
   * Checks that the service encrypts if it should, and refuses a request without a token if it
   * should, but none with a token; and, if it should trace, that it exports the span of a request
   * that is sampled.
   *
   * @param path a route that needs a permission
   * @throws CommandFailure if something is on that should be off, or the other way round
   */
  void requireProtection(String method, String path) {
    if (protection.encrypts() != uri.getScheme().equals("https")) {
      throw new CommandFailure(ExitCode.FAILED, "%s listens at %s".formatted(name, uri));
    }
    var request =
        HttpRequest.newBuilder(uri.resolve(path))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("traceparent", SAMPLED)
            .method(method, BodyPublishers.noBody());
    requireRefusal(protection.authenticates(), "without a token", status(request));
    var token = security.files(protection).token();
    if (token != null) {
      request.header("Authorization", "Bearer " + read(token));
      requireRefusal(false, "with a token", status(request));
    }
    if (protection.traces()) {
      security.collector().requireSpansOf(name);
    }
  }

  private void requireRefusal(boolean isExpected, String request, int status) {
    if (isExpected != REFUSED.contains(status)) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s has answered a request %s with status %d".formatted(name, request, status));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private int status(HttpRequest.Builder request) {
    var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(ClientTls.context(security.authority(protection)))
            .build();
    return Interruption.getOr(
        () -> {
          try {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
          } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, name + " does not answer: " + e, e);
          }
        },
        interrupted -> 0);
  }
}
