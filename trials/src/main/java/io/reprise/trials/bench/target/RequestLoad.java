package io.reprise.trials.bench.target;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sends requests with the JDK's HTTP client. Runs in a JVM of its own. */
public final class RequestLoad {
  private static final int ACCEPTED = 204;

  private RequestLoad() {}

  /**
   * Prints the seconds from the first request to the last answer.
   *
   * @param arguments URL, number of requests, number of requests under way, bytes of a body
   */
  public static void main(String[] arguments) throws InterruptedException {
    var url = URI.create(arguments[0]);
    int requests = Integer.parseInt(arguments[1]);
    int underWay = Integer.parseInt(arguments[2]);
    var body = new byte[Integer.parseInt(arguments[3])];
    new Random(42).nextBytes(body);
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var free = new Semaphore(underWay);
    var accepted = new AtomicInteger();
    long begun = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      free.acquire();
      var request =
          HttpRequest.newBuilder(url)
              .header("Idempotency-Key", Integer.toString(i))
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      var unused =
          client
              .sendAsync(request, BodyHandlers.discarding())
              .whenComplete(
                  (answer, error) -> {
                    if (isAccepted(answer)) {
                      accepted.incrementAndGet();
                    }
                    free.release();
                  });
    }
    free.acquire(underWay);
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (accepted.get() != requests) {
      throw new IllegalStateException("only " + accepted + " requests were accepted");
    }
    System.out.println(seconds);
  }

  private static boolean isAccepted(@Nullable HttpResponse<Void> answer) {
    return answer != null && answer.statusCode() == ACCEPTED;
  }
}
