package io.reprise.runtime.http;

import io.reprise.runtime.lifecycle.ServiceScheduler;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Cuts off clients that send their requests too slowly (slowloris). An idle limit alone does not
 * keep them away: one byte now and then is not idle, but the connection, and while a body is read a
 * thread of the server, are taken. Thread-safe. The server starts and stops this object.
 */
final class SlowClients extends AbstractLifeCycle {
  private static final long CHECK_EVERY_MILLIS = 250;

  /**
   * How long clients may take.
   *
   * @param head from the first byte of a request, or of a TLS handshake, to the end of its headers
   * @param body time for a body besides the time at the lowest rate
   * @param leastBytesPerSecond the lowest average rate of a body
   * @param manyBodies with more bodies on their way than these, {@code crowded} applies
   * @param crowded takes the place of {@code body} then, so that honest requests find a thread
   */
  record Limits(
      Duration head, Duration body, long leastBytesPerSecond, int manyBodies, Duration crowded) {
    static final Limits DEFAULT =
        new Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(10), 16 << 10, 64, Duration.ofSeconds(3));

    long bodyNanos(boolean isCrowded, long received) {
      var fixed = isCrowded ? crowded : body;
      return fixed.toNanos() + (long) (received * 1e9 / leastBytesPerSecond);
    }
  }

  private final Server server;
  private final Limits limits;
  private final Set<TimedBody> bodies = ConcurrentHashMap.newKeySet();
  private final Map<EndPoint, Client> clients = new ConcurrentHashMap<>();
  private final ServiceScheduler thread = ServiceScheduler.ofOneThread("slow-clients");

  SlowClients(Server server, Limits limits) {
    this.server = server;
    this.limits = limits;
  }

  @Override
  protected void doStart() {
    thread.scheduleWithFixedDelay(
        this::check, CHECK_EVERY_MILLIS, CHECK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() {
    thread.shutdownNow();
  }

  /**
   * Notes that the headers of a request have arrived. Returns the request, whose body fails with
   * status 408 if it arrives too slowly.
   */
  Request watch(Request request) {
    var endPoint = transport(request.getConnectionMetaData().getConnection().getEndPoint());
    var client = clients.computeIfAbsent(endPoint, e -> new Client());
    client.begin();
    var body = hasBody(request) ? new TimedBody(request, bodies::remove) : null;
    if (body != null) {
      bodies.add(body);
    }
    Request.addCompletionListener(
        request,
        failure -> {
          client.end(bytes(endPoint));
          if (body != null) {
            bodies.remove(body);
          }
        });
    return body == null ? request : body;
  }

  private static boolean hasBody(Request request) {
    return request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0
        || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private void check() {
    long now = System.nanoTime();
    boolean isCrowded = bodies.size() > limits.manyBodies();
    for (var body : bodies) {
      if (now - body.begunNanos() > limits.bodyNanos(isCrowded, body.received())) {
        bodies.remove(body);
        body.expire();
      }
    }
    for (var connector : server.getConnectors()) {
      if (connector instanceof AbstractConnector withClients) {
        withClients.getConnectedEndPoints().forEach(endPoint -> checkHead(endPoint, now));
      }
    }
    clients.keySet().removeIf(endPoint -> !endPoint.isOpen());
  }

  private void checkHead(EndPoint endPoint, long now) {
    var client = clients.computeIfAbsent(endPoint, e -> new Client());
    if (client.headNanos(bytes(endPoint), now) > limits.head().toNanos()) {
      endPoint.close();
    }
  }

  /** Returns the connection to the client itself, below TLS. */
  private static EndPoint transport(EndPoint endPoint) {
    var below = endPoint;
    while (below instanceof EndPoint.Wrapper wrapper) {
      below = wrapper.unwrap();
    }
    return below;
  }

  private static long bytes(EndPoint transport) {
    var connection = transport.getConnection();
    return connection == null ? 0 : connection.getBytesIn();
  }

  /** What is known of the client of one connection. */
  private static final class Client {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();

    /** The bytes that had been received when the last request was answered. */
    private volatile long bytesAtRest;

    /** When the head that is on its way was first seen, and how many requests had begun then. */
    private long seenNanos;

    private int seenBegun = -1;

    void begin() {
      begun.incrementAndGet();
      open.incrementAndGet();
    }

    /** The next request may have begun already when the one before it is said to have ended. */
    void end(long bytes) {
      bytesAtRest = bytes;
      open.decrementAndGet();
    }

    /** Returns how long a head has been on its way; 0 if none is. Called by one thread. */
    long headNanos(long bytes, long now) {
      if (open.get() > 0 || bytes == bytesAtRest) {
        seenBegun = -1;
        return 0;
      }
      int current = begun.get();
      if (seenBegun != current) {
        seenBegun = current;
        seenNanos = now;
      }
      return now - seenNanos;
    }
  }
}
