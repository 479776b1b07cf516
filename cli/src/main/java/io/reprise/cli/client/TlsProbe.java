package io.reprise.cli.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Finds out whether a listener speaks TLS, after a connection to the listener has failed. A client
 * that speaks TLS to a plain listener, or plain text to a TLS listener, gets an error that names
 * neither. Stateless and thread-safe.
 */
public final class TlsProbe {
  private static final int LIMIT_MILLIS = 2_000;

  private TlsProbe() {}

  /**
   * Returns whether a listener answers a TLS handshake, even if the handshake then fails, for
   * example because the certificate is not trusted. Returns false if nothing listens. Waits for at
   * most 2 s to connect, and for at most 2 s for each part of the answer.
   */
  public static boolean speaksTls(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      try (var tls = (SSLSocket) factory.createSocket(socket, host, port, true)) {
        tls.startHandshake();
        return true;
      }
    } catch (SSLException e) {
      return isFromTlsListener(e);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** Returns whether a listener accepts connections. Waits for at most 2 s. */
  public static boolean accepts(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), LIMIT_MILLIS);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** Returns the port of a URL, or the default port of its scheme. */
  static int port(URI address) {
    boolean hasPort = address.getPort() >= 0;
    return hasPort ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
  }

  /**
   * Returns whether a handshake failed although the listener speaks TLS: the listener sent an alert
   * or a certificate. Newer JDKs write the name of the alert before "Received fatal alert".
   */
  static boolean isFromTlsListener(Throwable failure) {
    for (var e = failure; e != null; e = e.getCause()) {
      var message = e.getMessage();
      if (e instanceof CertificateException
          || message != null && message.contains("Received fatal alert")) {
        return true;
      }
    }
    return false;
  }
}
