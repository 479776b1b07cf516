package io.reprise.trials.relay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP relay on loopback in front of one listener of a Kafka broker. The relay can cut off clients
 * by their Kafka client ids. While a client is cut off, the relay holds back all bytes from and to
 * the client. The bytes arrive after the cut, as they do after a network partition that is too
 * short for TCP to give up the connection.
 *
 * <p>Thread-safe. Closing the relay breaks all open connections.
 */
public final class KafkaRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaRelay.class);
  private static final int BACKLOG = 128;
  private static final int BUFFER = 64 << 10;

  private final ServerSocket listener;
  private final int upstream;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(KafkaRelay::thread);
  private Predicate<String> cut = clientId -> false;

  private KafkaRelay(ServerSocket listener, int upstream) {
    this.listener = listener;
    this.upstream = upstream;
  }

  /**
   * Listens on a free port.
   *
   * @param upstream the loopback port of the broker's listener; the broker may be started later
   */
  public static KafkaRelay start(int upstream) {
    try {
      var listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      var relay = new KafkaRelay(listener, upstream);
      thread(relay::accept).start();
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on a free port for the relay", e);
    }
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "kafka-relay");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns the loopback port for clients. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Holds back all bytes from and to the clients whose client id fulfils the condition, until
   * {@link #heal()}. Replaces an earlier cut.
   */
  public synchronized void cut(Predicate<String> clientIds) {
    cut = clientIds;
  }

  /** Ends the cut. The bytes that were held back are passed on. */
  public synchronized void heal() {
    cut = clientId -> false;
    notifyAll();
  }

  private synchronized void awaitPassage(String clientId) throws IOException {
    try {
      while (cut.test(clientId)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the relay was closed");
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException | RejectedExecutionException e) {
        LOG.debug("relay could not accept a connection", e);
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      var first = KafkaRequestHead.read(client.getInputStream());
      awaitPassage(first.clientId());
      connect(client, first);
    } catch (IOException | RejectedExecutionException e) {
      LOG.debug("connection through the relay ended", e);
    } finally {
      sockets.remove(client);
    }
  }

  private void connect(Socket client, KafkaRequestHead first) throws IOException {
    try (var broker = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      sockets.add(broker);
      broker.setTcpNoDelay(true);
      broker.getOutputStream().write(first.bytes());
      threads.execute(() -> copy(broker, client, first.clientId()));
      copy(client, broker, first.clientId());
      sockets.remove(broker);
    }
  }

  /**
   * Passes on the bytes of one direction, until one side ends the connection. Then ends the
   * connection on both sides.
   */
  private void copy(Socket from, Socket to, String clientId) {
    try (from;
        to) {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      var buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitPassage(clientId);
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      LOG.debug("connection through the relay ended", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      listener.close();
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the relay", e);
    }
  }
}
