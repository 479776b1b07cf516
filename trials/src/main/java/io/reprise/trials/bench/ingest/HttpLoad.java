package io.reprise.trials.bench.ingest;

import io.reprise.runtime.json.Json;
import io.reprise.runtime.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * Sends batches of CloudEvents over HTTP. Each connection sends its next batch when the previous
 * one is acknowledged.
 */
public final class HttpLoad {
  /** Stands for a file that is not given. */
  static final String NONE = "-";

  private static final Duration REST = Duration.ofMillis(20);
  private static final String STORED = "\"stored\"";
  private static final int TOO_BUSY = 429;

  private HttpLoad() {}

  /**
   * Prints the seconds from the first request to the last answer.
   *
   * @param arguments URL, source of the events, number of events, events per batch, connections,
   *     bytes of an event's data, file of the token to send, file of the authority to trust;
   *     {@value #NONE} stands for no file
   */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    var target = URI.create(arguments[0]);
    var bodies =
        bodies(
            arguments[1],
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[5]));
    var connections =
        open(target, Integer.parseInt(arguments[4]), headers(arguments[6]), sockets(arguments[7]));
    var threads = Executors.newFixedThreadPool(connections.size());
    try {
      // The measured time begins after the connections were opened, because a producer keeps them.
      long begun = System.nanoTime();
      var next = new AtomicInteger();
      var sending = new ArrayList<Future<Integer>>();
      for (var connection : connections) {
        sending.add(threads.submit(() -> sendAll(connection, bodies, next)));
      }
      int stored = 0;
      for (var sent : sending) {
        stored += sent.get();
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      if (stored != Integer.parseInt(arguments[2])) {
        throw new IllegalStateException("only " + stored + " events were stored");
      }
      System.out.println(seconds);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a batch was refused: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  private static String headers(String tokenFile) throws IOException {
    return tokenFile.equals(NONE)
        ? ""
        : "Authorization: Bearer " + Files.readString(Path.of(tokenFile)).strip() + "\r\n";
  }

  private static SocketFactory sockets(String authority) {
    return authority.equals(NONE)
        ? SocketFactory.getDefault()
        : ClientTls.context(Path.of(authority)).getSocketFactory();
  }

  private static List<BatchConnection> open(
      URI target, int count, String headers, SocketFactory sockets) throws IOException {
    var connections = new ArrayList<BatchConnection>();
    for (int i = 0; i < count; i++) {
      connections.add(new BatchConnection(target, headers, sockets));
    }
    return connections;
  }

  private static List<byte[]> bodies(String source, int events, int batch, int bytes) {
    var random = new SplittableRandom(42);
    var bodies = new ArrayList<byte[]>();
    for (int from = 0; from < events; from += batch) {
      var body = Json.json().createArrayNode();
      for (int i = from; i < Math.min(events, from + batch); i++) {
        var user = "user-" + i % 10_000;
        body.addObject()
            .put("specversion", "1.0")
            .put("id", Integer.toString(i))
            .put("source", source)
            .put("type", "bench.measured")
            .put("subject", user)
            .put("datacontenttype", "application/json")
            .putObject("data")
            .put("userId", user)
            .put("body", BenchText.random(random, bytes - user.length()));
      }
      bodies.add(body.toString().getBytes(StandardCharsets.UTF_8));
    }
    return bodies;
  }

  /**
   * Sends batches over one connection, one after another: each time the next batch that no other
   * connection has taken. Returns the number of stored events.
   */
  private static int sendAll(BatchConnection connection, List<byte[]> bodies, AtomicInteger next)
      throws IOException, InterruptedException {
    int stored = 0;
    for (int i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
      stored += send(connection, bodies.get(i));
    }
    return stored;
  }

  /**
   * Sends a batch. While the service answers that it is busy, sends the same batch again. Returns
   * the number of stored events.
   */
  private static int send(BatchConnection connection, byte[] body)
      throws IOException, InterruptedException {
    while (true) {
      var answer = connection.post(body);
      if (answer.status() != TOO_BUSY) {
        return count(answer.body());
      }
      Thread.sleep(REST.toMillis());
    }
  }

  private static int count(String answer) {
    int count = 0;
    for (int at = answer.indexOf(STORED); at >= 0; at = answer.indexOf(STORED, at + 1)) {
      count++;
    }
    return count;
  }
}
