package io.reprise.runtime.alert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP relay on loopback in front of a server, which can take the server away from its clients and
 * bring it back, or change what the clients receive.
 *
 * <p>Thread-safe. Closing the relay breaks all connections.
 */
public final class CuttableRelay implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int BUFFER = 64 << 10;

  /** Shorter answers are left alone: these are those about objects, not the objects. */
  private static final int LONG_ANSWER = 1_000;

  /** The distance from the end of an answer, so that a changed byte is one of the body. */
  private static final int FROM_END = 8;

  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int upstream;
  private volatile boolean cut;
  private volatile boolean damaging;

  private CuttableRelay(ServerSocket listener) {
    this.listener = listener;
  }

  /** Listens on a free port. Connections are refused until {@link #connectTo}. */
  public static CuttableRelay start() {
    try {
      var relay = new CuttableRelay(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
      run(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names the loopback port of the server. */
  public CuttableRelay connectTo(int port) {
    upstream = port;
    return this;
  }

  /** Returns the loopback port for clients. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Breaks all connections, and every new one, until {@link #restore}. */
  public void cut() {
    cut = true;
    sockets.forEach(CuttableRelay::close);
  }

  /** Changes one byte of every long answer that is not XML, until {@link #restore}. */
  public void damageLongAnswers() {
    damaging = true;
  }

  /** Passes everything on, unchanged. */
  public void restore() {
    cut = false;
    damaging = false;
  }

  private void accept() throws IOException {
    while (true) {
      var client = listener.accept();
      sockets.add(client);
      run(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      if (cut) {
        return;
      }
      run(() -> copy(server, client, true));
      copy(client, server, false);
      sockets.remove(server);
    } finally {
      sockets.remove(client);
    }
  }

  private void copy(Socket from, Socket to, boolean answers) throws IOException {
    try (from;
        to) {
      var buffer = new byte[BUFFER];
      var in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (answers && damaging && n > LONG_ANSWER && !isXml(buffer, n)) {
          buffer[n - FROM_END] ^= 1;
        }
        to.getOutputStream().write(buffer, 0, n);
      }
    }
  }

  private static boolean isXml(byte[] buffer, int length) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains("<?xml");
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The connection, or the relay, has ended.
              }
            },
            "cuttable-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    close(listener);
    cut();
  }
}
