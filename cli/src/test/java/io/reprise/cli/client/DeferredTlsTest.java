package io.reprise.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeferredTlsTest {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private static Path directory;
  private static SSLContext trustedByItself;

  private final AtomicInteger created = new AtomicInteger();

  @BeforeAll
  static void createTheContextOfServerAndClient() throws Exception {
    trustedByItself = trustedByItself();
  }

  @Test
  void plainHttpCreatesNoTlsContext() throws Exception {
    var client =
        client(
            () -> {
              throw new AssertionError("a TLS context was created");
            });
    var server = HttpServer.create(ANY_PORT, 0);
    server.createContext("/", DeferredTlsTest::answer);
    server.start();
    try {
      assertThat(get(client, "http://127.0.0.1:" + server.getAddress().getPort())).isEqualTo("yes");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theFirstTlsConnectionCreatesTheContextThatChecksTheServer() throws Exception {
    var client =
        client(
            () -> {
              created.incrementAndGet();
              return trustedByItself;
            });
    var server = HttpsServer.create(ANY_PORT, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trustedByItself));
    server.createContext("/", DeferredTlsTest::answer);
    server.start();
    try {
      var address = "https://127.0.0.1:" + server.getAddress().getPort();

      assertThat(created).hasValue(0);
      assertThat(get(client, address)).isEqualTo("yes");
      assertThat(get(client, address)).isEqualTo("yes");
      assertThat(created).hasValue(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerWhoseCertificateNamesAnotherHostIsRefused() throws Exception {
    var server = HttpsServer.create(ANY_PORT, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(trustedByItself));
    server.start();
    try {
      var address = "https://localhost:" + server.getAddress().getPort();

      assertThatThrownBy(() -> get(client(() -> trustedByItself), address))
          .isInstanceOf(SSLHandshakeException.class);
    } finally {
      server.stop(0);
    }
  }

  private static HttpClient client(Supplier<SSLContext> context) {
    return HttpClient.newBuilder().sslContext(new DeferredTls(context)).build();
  }

  private static String get(HttpClient client, String address)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(address)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 3);
      exchange.getResponseBody().write(new byte[] {'y', 'e', 's'});
    }
  }

  /** Returns the context of a server with a new certificate, and of a client that trusts it. */
  private static SSLContext trustedByItself() throws Exception {
    var file = directory.resolve("keys.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    var keys = KeyStore.getInstance(file.toFile(), PASSWORD);
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    var context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
