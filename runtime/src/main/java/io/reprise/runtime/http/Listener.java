package io.reprise.runtime.http;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Opens the connectors of a server, whose connections never share a buffer.
 *
 * <p>Jetty answers a malformed request on one thread, while another thread may still use or release
 * the buffer of the connection. If buffers came from a pool, the next connection could get a buffer
 * that the first connection still writes, and one client would then read or send bytes of another
 * one. A buffer that is created for one connection and left to the garbage collector cannot reach
 * another one.
 */
final class Listener {
  private Listener() {}

  /**
   * Returns a connector of a server that has not started.
   *
   * @param below the layer below HTTP/1.1, for example TLS; none if the array is empty
   */
  static ServerConnector open(
      Server server, HttpConfig config, HttpConfiguration http, ConnectionFactory... below) {
    var plain = new HttpConnectionFactory(http);
    // A direct buffer is expensive to create and is freed late.
    plain.setUseInputDirectByteBuffers(false);
    plain.setUseOutputDirectByteBuffers(false);
    var layers = new ConnectionFactory[below.length + 1];
    System.arraycopy(below, 0, layers, 0, below.length);
    layers[below.length] = plain;
    var connector =
        new ServerConnector(server, null, null, new ByteBufferPool.NonPooling(), -1, -1, layers);
    connector.setHost(config.host());
    connector.setPort(config.port());
    return connector;
  }
}
