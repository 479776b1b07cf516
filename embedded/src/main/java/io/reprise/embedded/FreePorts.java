package io.reprise.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Loopback TCP ports that nothing listened on at the time of asking. */
public final class FreePorts {
  private FreePorts() {}

  /**
   * A port that was free on loopback a moment ago. Another process may take it before the caller
   * does: a server that then fails to bind says so itself.
   */
  public static int next() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free loopback port", e);
    }
  }
}
