package io.reprise.trials.chaos.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.local.audit.Audit;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.replay.target.TargetConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A service on loopback that is called by HTTP. Of its answers, one in 100 is status 503 before the
 * request is looked at, and one in 200 is missing after the request was carried out.
 */
final class ServiceTarget implements ChaosTarget {
  static final int WINDOW = 200;

  private static final int CONCURRENCY = 8;
  private static final int THREADS = 32;
  private static final double REFUSED = 0.01;
  private static final double UNANSWERED = 0.005;
  private static final int OK = 204;
  private static final int BUSY = 503;
  private static final int UNKNOWN = 400;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final long seed;
  private final Object lock = new Object();

  /** The random numbers of the faults. Guarded by the lock, as are the arrivals. */
  private SplittableRandom random = new SplittableRandom(0);

  private @Nullable ServiceArrivals arrivals;
  private int refused;
  private int unanswered;
  private int runs;

  private ServiceTarget(HttpServer server, long seed) {
    this.server = server;
    this.seed = seed;
  }

  static ServiceTarget open(long seed) {
    // Without it, the JDK's server sends each answer 40 ms late.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var target = new ServiceTarget(HttpServer.create(loopback, 0), seed);
      target.server.createContext("/", target::answer);
      target.server.setExecutor(target.threads);
      target.server.start();
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("the service for the chaos runs cannot be started", e);
    }
  }

  @Override
  public TargetConfig config() {
    var address = server.getAddress();
    return new TargetConfig.Http(
        URI.create("http://127.0.0.1:" + address.getPort() + "/"),
        null,
        null,
        TargetConfig.BodyFormat.VALUE,
        null,
        null,
        List.of("127.0.0.0/8"),
        CONCURRENCY,
        WINDOW,
        null);
  }

  @Override
  public void begin(CommittedReader reader, String source) {
    var known = ServiceArrivals.expecting(reader, source);
    synchronized (lock) {
      arrivals = known;
      random = new SplittableRandom(seed + runs++);
      refused = 0;
      unanswered = 0;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var headers = exchange.getRequestHeaders();
    int status =
        status(headers.getFirst("Idempotency-Key"), headers.getFirst("Reprise-Lease-Epoch"), body);
    if (status > 0) {
      exchange.sendResponseHeaders(status, -1);
    }
    // Without a status, the client sees a connection that ends.
    exchange.close();
  }

  /** Carries out a request, and returns the status of its answer; 0 for no answer. */
  private int status(@Nullable String key, @Nullable String epoch, byte[] body) {
    synchronized (lock) {
      if (arrivals == null || key == null || epoch == null) {
        return UNKNOWN;
      }
      double fate = random.nextDouble();
      if (fate < REFUSED) {
        refused++;
        return BUSY;
      }
      arrivals.add(key, Long.parseLong(epoch), body);
      if (fate < REFUSED + UNANSWERED) {
        unanswered++;
        return 0;
      }
      return OK;
    }
  }

  @Override
  public Arrivals end(
      CommittedReader reader, OrderingScope order, JsonNode replay, SourceRecords written) {
    var id = replay.at("/summary/id").asText();
    synchronized (lock) {
      var arrived = arrivals;
      if (arrived == null) {
        throw new IllegalStateException("no replay has begun");
      }
      var audit = new Audit(reader, order, id);
      var found =
          audit.compare(written, check -> arrived.forEachFirst(UUID.fromString(id), order, check));
      var faults = new ArrayList<>(arrived.faults());
      if (!found.isClean()) {
        faults.add("%s %s".formatted(found, audit.examples()));
      }
      faults.addAll(arrived.excess(leasesTakenOver(replay), WINDOW, unanswered));
      arrivals = null;
      return new Arrivals(
          found,
          arrived.repeats(),
          faults,
          "%d requests refused, %d not answered".formatted(refused, unanswered));
    }
  }

  /** Returns how often a shard of a replay has got a further lease. */
  static long leasesTakenOver(JsonNode replay) {
    long leases = 0;
    for (var shard : replay.path("shards")) {
      leases += Math.max(0, shard.path("leaseEpoch").asLong() - 1);
    }
    return leases;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
