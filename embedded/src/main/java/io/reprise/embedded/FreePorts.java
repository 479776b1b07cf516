package io.reprise.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback TCP ports that nothing listened on at the time of asking, below those that systems hand
 * out to outgoing connections: a client that keeps trying to reach a server while it restarts could
 * otherwise be given the server's own port.
 */
public final class FreePorts {
  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int MOST_TRIES = 200;

  private FreePorts() {}

  /**
   * A port that was free on loopback a moment ago. Another process may take it before the caller
   * does: a server that then fails to bind says so itself.
   */
  public static int next() {
    for (int i = 0; i < MOST_TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free loopback port found between %d and %d".formatted(FIRST, END));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }
}
