package io.reprise.cli.client;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which of a service's addresses answers, before a request is sent to that address. The
 * probe requests {@code /health/live}. This request changes nothing, so it may be sent to several
 * addresses at once.
 *
 * <p>Without a probe, a request could be sent to an address that never answers. The request must
 * not be repeated at another address, because the service may have carried it out. An address does
 * not answer if its process hangs after accepting the connection, or if its host is gone and does
 * not even refuse the connection.
 *
 * <p>Thread-safe.
 */
final class AddressProbe {
  /**
   * How long the probe waits for an answer of one address before it also probes the next one. A
   * live service answers much sooner.
   */
  static final Duration HEAD_START = Duration.ofMillis(100);

  private static final String LIVE = "/health/live";
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final HttpClient http;

  AddressProbe(HttpClient http) {
    this.http = http;
  }

  private record Result(URI address, boolean answers) {}

  /**
   * Moves the address that answered first to the front of the list. The other addresses keep their
   * order. Returns the addresses unchanged if none answers, or if there is only one. A status of
   * 500 or above does not count as an answer, because a gateway sends such a status when the
   * service behind it is gone.
   */
  List<URI> answeringFirst(List<URI> addresses) {
    if (addresses.size() < 2) {
      return addresses;
    }
    var answering = probe(addresses);
    if (answering == null) {
      return addresses;
    }
    var order = new ArrayList<>(List.of(answering));
    addresses.stream().filter(address -> !address.equals(answering)).forEach(order::add);
    return order;
  }

  private @Nullable URI probe(List<URI> addresses) {
    var results = new LinkedBlockingQueue<Result>();
    var running = new ArrayList<CompletableFuture<Void>>();
    var deadline = Deadline.after(LIMIT);
    try {
      int failed = 0;
      while (failed < addresses.size() && !deadline.isPassed()) {
        if (running.size() < addresses.size()) {
          running.add(ask(addresses.get(running.size()), results));
        }
        var result =
            next(results, running.size() < addresses.size() ? HEAD_START : deadline.left());
        if (Thread.currentThread().isInterrupted()) {
          return null;
        }
        if (result != null && result.answers()) {
          return result.address();
        }
        failed += result == null ? 0 : 1;
      }
      return null;
    } finally {
      running.forEach(probe -> probe.cancel(true));
    }
  }

  private CompletableFuture<Void> ask(URI address, BlockingQueue<Result> results) {
    var request = HttpRequest.newBuilder(address.resolve(LIVE)).timeout(LIMIT).build();
    return http.sendAsync(request, BodyHandlers.discarding())
        .<Void>handle(
            (answer, failure) -> {
              results.add(new Result(address, failure == null && answer.statusCode() < 500));
              return null;
            });
  }

  /**
   * Returns the next result of a probe, or null if no result arrives within {@code limit} or the
   * thread is interrupted.
   */
  private static @Nullable Result next(BlockingQueue<Result> results, Duration limit) {
    return Interruption.<@Nullable Result, RuntimeException>getOr(
        () -> results.poll(limit.toNanos(), TimeUnit.NANOSECONDS), interrupted -> null);
  }
}
