package io.reprise.trials.chaos.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.local.audit.Audit;
import io.reprise.local.audit.CommittedReader;
import io.reprise.local.audit.OrderingScope;
import io.reprise.local.audit.SourceRecords;
import io.reprise.replay.target.ConnectTargetConfig;
import io.reprise.replay.target.ConnectTargetConfig.RecordFormat;
import io.reprise.replay.target.TargetConfig;
import io.reprise.trials.chaos.target.sink.LoopbackSinkConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A sink connector of Kafka Connect that sends records to this process. Of the puts, one in 50 is
 * refused before its records are looked at, and the connector asks to be called again; one in 100
 * is not answered after its records were written; and one in 200 makes the task fail for good after
 * they were written.
 */
final class ConnectorTarget implements ChaosTarget {
  static final int WINDOW = 200;

  private static final int THREADS = 32;
  private static final double REFUSED = 0.02;
  private static final double UNANSWERED = 0.01;
  private static final double FAILED = 0.005;
  private static final int OK = 204;
  private static final int BUSY = 503;
  private static final int BROKEN = 500;

  private final SinkPlugin plugin;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final long seed;
  private final Object lock = new Object();

  /** The random numbers of the faults. Guarded by the lock, as are the arrivals. */
  private SplittableRandom random = new SplittableRandom(0);

  private @Nullable ServiceArrivals arrivals;
  private int refused;
  private int unanswered;
  private int failed;
  private long repeatable;
  private int runs;

  private ConnectorTarget(SinkPlugin plugin, HttpServer server, long seed) {
    this.plugin = plugin;
    this.server = server;
    this.seed = seed;
  }

  static ConnectorTarget open(long seed) {
    // Without it, the JDK's server sends each answer 40 ms late.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var target = new ConnectorTarget(SinkPlugin.write(), HttpServer.create(loopback, 0), seed);
      target.server.createContext("/", target::answer);
      target.server.setExecutor(target.threads);
      target.server.start();
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("the connector for the chaos runs cannot be made", e);
    }
  }

  @Override
  public TargetConfig config() {
    var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return new ConnectTargetConfig(
        plugin.directory(),
        LoopbackSinkConnector.class.getName(),
        Map.of(LoopbackSinkConnector.URL, url),
        null,
        RecordFormat.BYTES,
        RecordFormat.BYTES,
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
      failed = 0;
      repeatable = 0;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    int status = status(new String(body, StandardCharsets.UTF_8).lines().toList());
    if (status > 0) {
      exchange.sendResponseHeaders(status, -1);
    }
    // Without a status, the client sees a connection that ends.
    exchange.close();
  }

  /** Carries out a put, and returns the status of its answer; 0 for no answer. */
  private int status(List<String> records) {
    synchronized (lock) {
      if (arrivals == null) {
        return BUSY;
      }
      double fate = random.nextDouble();
      if (fate < REFUSED) {
        refused++;
        return BUSY;
      }
      records.forEach(this::add);
      if (fate < REFUSED + UNANSWERED) {
        unanswered++;
        repeatable += records.size();
        return 0;
      }
      // A task that fails with a single record refuses it, which would end the replay.
      if (records.size() > 1 && fate < REFUSED + UNANSWERED + FAILED) {
        failed++;
        repeatable += records.size();
        return BROKEN;
      }
      return OK;
    }
  }

  private void add(String record) {
    var parts = record.split(" ", -1);
    if (arrivals != null) {
      arrivals.add(parts[0], Long.parseLong(parts[1]), Base64.getDecoder().decode(parts[2]));
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
      faults.addAll(arrived.excess(ServiceTarget.leasesTakenOver(replay), WINDOW, repeatable));
      arrivals = null;
      return new Arrivals(
          found,
          arrived.repeats(),
          faults,
          "%d puts refused, %d not answered, %d failed".formatted(refused, unanswered, failed));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    plugin.close();
  }
}
