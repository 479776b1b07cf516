package io.reprise.replay.target.http;

import io.reprise.runtime.tls.TestAuthority;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A service on loopback that speaks HTTP/2 and HTTP/1.1 over TLS and accepts every request. */
final class SecureWebhookService implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector;
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final Set<String> protocols = ConcurrentHashMap.newKeySet();
  private final Set<String> connections = ConcurrentHashMap.newKeySet();

  SecureWebhookService(TestAuthority.Issued certificate) throws Exception {
    var http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer(false));
    var alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
    alpn.setDefaultProtocol("http/1.1");
    var tls = new SslContextFactory.Server();
    tls.setKeyStore(keyStore(certificate));
    tls.setKeyStorePassword("");
    connector =
        new ServerConnector(
            server,
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(http),
            new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setShutdownIdleTimeout(1);
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            Content.Source.consumeAll(request);
            protocols.add(request.getConnectionMetaData().getProtocol());
            connections.add(request.getConnectionMetaData().getRemoteSocketAddress().toString());
            keys.add(request.getHeaders().get("idempotency-key"));
            response.setStatus(204);
            callback.succeeded();
            return true;
          }
        });
    server.start();
  }

  private static KeyStore keyStore(TestAuthority.Issued certificate) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "service", certificate.key(), new char[0], new Certificate[] {certificate.certificate()});
    return store;
  }

  URI uri() {
    return URI.create("https://127.0.0.1:" + connector.getLocalPort() + "/hook");
  }

  /** Returns the idempotency keys of all requests. */
  List<String> keys() {
    return keys;
  }

  /** Returns the protocols that the requests used, such as {@code HTTP/2.0}. */
  Set<String> protocols() {
    return protocols;
  }

  /** Returns the client addresses that the requests came from: one for each connection. */
  Set<String> connections() {
    return connections;
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
