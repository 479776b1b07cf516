package io.reprise.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Encrypts in front of a server that speaks plain HTTP on loopback: accepts TLS connections at a
 * port of its own, and passes their bytes on. For tests of clients that speak {@code https}.
 *
 * <p>Thread-safe. The caller closes the object, which closes all connections.
 */
public final class TlsFront implements AutoCloseable {
  private static final char[] NO_PASSWORD = {};
  private static final int BACKLOG = 100;

  private final SSLServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private TlsFront(SSLServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /**
   * Starts to listen on a free loopback port.
   *
   * @param certificate what clients are shown
   * @param key the private key of the certificate
   * @param target the loopback port of the server
   */
  public static TlsFront start(X509Certificate certificate, PrivateKey key, int target) {
    try {
      var listener =
          (SSLServerSocket)
              context(certificate, key)
                  .getServerSocketFactory()
                  .createServerSocket(FreePorts.next(), BACKLOG, InetAddress.getLoopbackAddress());
      var front = new TlsFront(listener, target);
      daemon("tls-front", front::serve);
      return front;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen with TLS", e);
    }
  }

  private static SSLContext context(X509Certificate certificate, PrivateKey key) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, NO_PASSWORD, new Certificate[] {certificate});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the certificate or the key cannot be used", e);
    }
  }

  /** Returns the address of the front, without a path. */
  public URI uri() {
    return URI.create("https://127.0.0.1:" + listener.getLocalPort());
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        daemon("tls-front-connection", () -> connect(client));
      } catch (IOException e) {
        // The listener was closed, or a client went away before it was accepted.
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(server);
      daemon("tls-front-answers", () -> pass(server, client));
      pass(client, server);
      sockets.remove(server);
    } catch (IOException e) {
      // The client sees that its connection closes.
    } finally {
      sockets.remove(client);
    }
  }

  /** Passes bytes on until one side closes its connection, and then closes the other one. */
  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Both connections are closed, which is all that can be done.
    }
  }

  private static void daemon(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the listener", e);
    }
  }
}
