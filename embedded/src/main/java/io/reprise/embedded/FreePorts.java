package io.reprise.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free TCP ports on loopback. The ports are below the range from which operating systems take
 * ports for outgoing connections. While a server restarts, the operating system could give a port
 * of that range to a client. The server could then not bind its port again. Thread-safe.
 */
public final class FreePorts {
  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int MOST_TRIES = 200;

  private FreePorts() {}

  /**
   * Returns a port that was free a moment ago. If another process takes the port first, the
   * caller's server fails to bind.
   *
   * @throws IllegalStateException if 200 tries found no free port
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
