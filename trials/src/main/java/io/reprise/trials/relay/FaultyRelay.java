package io.reprise.trials.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP relay on loopback in front of a server. The relay makes requests fail: a small share of
 * them at all times, and many during a storm. The seed and the order in which requests arrive
 * determine which requests fail.
 *
 * <p>Thread-safe. Closing the relay breaks all open connections.
 */
public final class FaultyRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultyRelay.class);
  private static final double IN_A_STORM = 0.4;
  private static final int BACKLOG = 128;

  private final ServerSocket listener;
  private final int upstream;
  private final Random random;
  private final double always;
  private final Map<RelayFault, AtomicInteger> done = new EnumMap<>(RelayFault.class);
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultyRelay::thread);
  private RelayFault kind = RelayFault.SLOWED;
  private long stormEndNanos = System.nanoTime();

  /** A task for one relayed connection. The task ends when the connection ends. */
  interface Connected {
    void run() throws IOException, InterruptedException;
  }

  private FaultyRelay(ServerSocket listener, int upstream, long seed, double always) {
    this.listener = listener;
    this.upstream = upstream;
    this.random = new Random(seed);
    this.always = always;
    for (var fault : RelayFault.values()) {
      done.put(fault, new AtomicInteger());
    }
  }

  /**
   * Listens on a free port.
   *
   * @param upstream the server's loopback port; the server may be started later
   * @param always the share of requests that fail outside of storms, 0 to 1
   */
  public static FaultyRelay start(int upstream, long seed, double always) {
    try {
      var listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      var relay = new FaultyRelay(listener, upstream, seed, always);
      thread(relay::accept).start();
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on a free port for the relay", e);
    }
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "relay");
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        clients.add(client);
        run(() -> serve(client));
      } catch (IOException e) {
        LOG.debug("fault-injecting relay could not accept a connection", e);
      }
    }
  }

  private void serve(Socket client) throws IOException, InterruptedException {
    try (client) {
      new RelayedConnection(this, client).run();
    } finally {
      clients.remove(client);
    }
  }

  /** Runs {@code work} on a background thread of the relay. */
  void run(Connected work) {
    threads.execute(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            LOG.debug("connection through the fault-injecting relay broke", e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Returns the loopback port for clients. */
  public int port() {
    return listener.getLocalPort();
  }

  int upstream() {
    return upstream;
  }

  /**
   * Starts a storm: for {@code time}, many requests fail in the way of {@code fault}. If an earlier
   * storm has not ended, the new storm replaces it.
   */
  public synchronized void storm(RelayFault fault, Duration time) {
    kind = fault;
    stormEndNanos = System.nanoTime() + time.toNanos();
  }

  /**
   * Ends the current storm, if there is one. After that, only the usual small share of requests
   * fails.
   */
  public synchronized void calm() {
    stormEndNanos = System.nanoTime();
  }

  synchronized DrawnFault draw() {
    if (System.nanoTime() - stormEndNanos < 0 && random.nextDouble() < IN_A_STORM) {
      return DrawnFault.of(kind, random);
    }
    if (random.nextDouble() < always) {
      var faults = RelayFault.values();
      return DrawnFault.of(faults[random.nextInt(faults.length)], random);
    }
    return DrawnFault.UNHARMED;
  }

  void count(RelayFault fault) {
    Objects.requireNonNull(done.get(fault)).incrementAndGet();
  }

  /** Returns the number of failed requests so far, by kind of fault. */
  public Map<RelayFault, Integer> done() {
    var counts = new EnumMap<RelayFault, Integer>(RelayFault.class);
    done.forEach((fault, count) -> counts.put(fault, count.get()));
    return counts;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var client : clients) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the relay", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
