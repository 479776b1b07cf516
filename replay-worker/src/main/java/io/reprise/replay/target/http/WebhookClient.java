package io.reprise.replay.target.http;

import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.tls.ClientTls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests over connections that are used again. Speaks HTTP/2 with a service that offers it
 * over https, and HTTP/1.1 otherwise. Follows no redirect, uses no proxy and keeps no cookie.
 * Thread-safe. The caller closes the client.
 */
final class WebhookClient implements AutoCloseable {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  private final String target;
  private final URI url;
  private final String method;
  private final Duration timeout;
  private final Clock clock;
  private final ExecutorService executor;
  private final HttpClient http;

  /**
   * Creates a client without connections.
   *
   * @param executor runs the client's tasks; the client shuts it down when it is closed
   */
  WebhookClient(String target, TargetConfig.Http config, Clock clock, ExecutorService executor) {
    this.target = target;
    this.url = config.url();
    this.method = config.method();
    this.timeout = config.timeout();
    this.clock = clock;
    this.executor = executor;
    boolean isTls = url.getScheme().equalsIgnoreCase("https");
    var builder =
        HttpClient.newBuilder()
            .executor(executor)
            .connectTimeout(timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            // A proxy would look the name up itself, and might reach what this worker must not.
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(isTls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    if (isTls) {
      builder.sslContext(ClientTls.context(config.ca()));
    }
    this.http = builder.build();
  }

  /** Sends a record once, with the headers of a lease. The answer's body is read and dropped. */
  CompletableFuture<Answer> send(Call call, RequestHeaders headers) {
    var request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .method(method, BodyPublishers.ofByteArray(call.body().bytes()));
    headers.of(call, clock.instant()).forEach(request::header);
    var sent = http.sendAsync(request.build(), BodyHandlers.discarding());
    // The request's own limit ends with the answer's head. This one also bounds its body.
    var bounded =
        sent.thenApply(HttpResponse::statusCode)
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    return answered(sent, bounded);
  }

  private CompletableFuture<Answer> answered(
      CompletableFuture<HttpResponse<Void>> sent, CompletableFuture<Integer> bounded) {
    var answer = new CompletableFuture<Answer>();
    bounded.whenComplete(
        (status, error) -> {
          if (error != null) {
            sent.cancel(true);
            answer.complete(Answer.of(error));
          } else {
            var retryAfter = sent.join().headers().firstValue("Retry-After").orElse(null);
            answer.complete(Answer.of(target, status, retryAfter, clock.instant()));
          }
        });
    answer.whenComplete(
        (given, error) -> {
          if (answer.isCancelled()) {
            sent.cancel(true);
          }
        });
    return answer;
  }

  ExecutorService executor() {
    return executor;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
