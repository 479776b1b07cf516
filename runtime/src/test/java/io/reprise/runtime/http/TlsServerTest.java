package io.reprise.runtime.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.runtime.config.ConfigException;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.runtime.tls.RefusedCertificateException;
import io.reprise.runtime.tls.RefusedCertificateException.Fault;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TestAuthority.Issued;
import io.reprise.runtime.tls.TlsConfig;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsServerTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=authority");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;
  private Path ca;

  @BeforeEach
  void writeTheAuthority() {
    ca = AUTHORITY.writeTo(directory.resolve("ca.pem"));
  }

  private HttpServer start(Issued issued) {
    issued.writeTo(directory);
    return HttpServer.start(
        config("127.0.0.1"),
        routes ->
            routes.get(
                "/scheme", Permission.everyone(), ctx -> ctx.result(ctx.scheme() + ctx.ip())));
  }

  private HttpConfig config(String host) {
    var tls = new TlsConfig(directory.resolve("cert.pem"), directory.resolve("key.pem"), null);
    return new HttpConfig(host, 0, null, null, tls, false, null);
  }

  private static HttpResponse<String> get(URI uri, HttpClient client) throws Exception {
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static HttpClient trusting(@Nullable Path authorities) {
    return HttpClient.newBuilder().sslContext(ClientTls.context(authorities)).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksTls(String protocol) throws Exception {
    try (var server = start(AUTHORITY.issue("CN=service", "127.0.0.1"))) {
      var parameters = new SSLParameters();
      parameters.setProtocols(new String[] {protocol});
      var client =
          HttpClient.newBuilder()
              .sslContext(ClientTls.context(ca))
              .sslParameters(parameters)
              .build();

      var answer = get(server.uri().resolve("/scheme"), client);

      assertThat(server.uri()).hasScheme("https").hasHost("127.0.0.1").hasPort(server.port());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("https127.0.0.1");
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo(protocol);
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }

  @Test
  void plainTextGetsNoAnswer() throws Exception {
    try (var server = start(AUTHORITY.issue("CN=service", "127.0.0.1"));
        var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              "GET /scheme HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void aClientSaysWhyItRefusesACertificate() {
    assertRefused(
        AUTHORITY.issue("CN=service", "127.0.0.1"),
        ClientTls.context(null),
        Fault.UNTRUSTED,
        "no trusted authority has signed the certificate of CN=service, which CN=authority has"
            + " issued");
    assertRefused(
        AUTHORITY.issue("CN=service", "EC", DAY.multipliedBy(-3), DAY.negated(), "127.0.0.1"),
        ClientTls.context(ca),
        Fault.EXPIRED,
        "the certificate of CN=service expired on ");
    assertRefused(
        AUTHORITY.issue("CN=service", "EC", DAY, DAY.multipliedBy(2), "127.0.0.1"),
        ClientTls.context(ca),
        Fault.NOT_YET_VALID,
        "the certificate of CN=service is not valid before ");
    assertRefused(
        AUTHORITY.issue("CN=service", "a.example", "10.0.0.1"),
        ClientTls.context(ca),
        Fault.OTHER_HOST,
        "the certificate of CN=service is for no other host than a.example, 10.0.0.1");
    assertRefused(
        AUTHORITY.issue("CN=127.0.0.1"),
        ClientTls.context(ca),
        Fault.OTHER_HOST,
        "the certificate of CN=127.0.0.1 is for no host");
  }

  private void assertRefused(Issued issued, SSLContext context, Fault fault, String message) {
    try (var server = start(issued)) {
      var client = HttpClient.newBuilder().sslContext(context).build();

      assertThatThrownBy(() -> get(server.uri().resolve("/scheme"), client))
          .isInstanceOf(SSLHandshakeException.class)
          .satisfies(
              failure ->
                  assertThat(refused(failure))
                      .satisfies(
                          refused -> {
                            assertThat(refused.fault()).isEqualTo(fault);
                            assertThat(refused).hasMessageStartingWith(message);
                          }));
    }
  }

  private static RefusedCertificateException refused(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(RefusedCertificateException.class::isInstance)
        .map(RefusedCertificateException.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anIntermediateAuthorityOfTheFileIsSent() throws Exception {
    var intermediate = AUTHORITY.intermediate("CN=intermediate");
    var issued = intermediate.issue("CN=service", "127.0.0.1");
    issued.writeTo(directory);
    Files.writeString(directory.resolve("cert.pem"), issued.certificatePem() + intermediate.pem());

    try (var server = HttpServer.start(config("127.0.0.1"), routes -> {})) {
      var answer = get(server.uri().resolve("/health/live"), trusting(ca));

      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aChangedCertificateIsUsedWhileOpenConnectionsLiveOn() throws Exception {
    var one = AUTHORITY.issue("CN=one", "127.0.0.1");
    var two = AUTHORITY.issue("CN=two", "127.0.0.1");
    try (var server = start(one);
        var open = (SSLSocket) connect(server)) {
      assertThat(subject(open)).isEqualTo("CN=one");
      assertThat(ask(open)).startsWith("HTTP/1.1 200");

      two.writeTo(directory);

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                try (var fresh = (SSLSocket) connect(server)) {
                  assertThat(subject(fresh)).isEqualTo("CN=two");
                  assertThat(ask(fresh)).startsWith("HTTP/1.1 200");
                }
              });
      assertThat(ask(open)).startsWith("HTTP/1.1 200");
      assertThat(subject(open)).isEqualTo("CN=one");
    }
  }

  private Socket connect(HttpServer server) throws IOException {
    var socket =
        (SSLSocket)
            ClientTls.context(ca).getSocketFactory().createSocket("127.0.0.1", server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static String subject(SSLSocket socket) throws IOException {
    return socket.getSession().getPeerPrincipal().getName();
  }

  /** Sends a request and returns the first line of the answer, which has no body to read. */
  private static String ask(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write("HEAD /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the connection ended after: %s", head).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }

  @Test
  void theTimeUntilTheCertificateEndsIsAMetric() {
    AUTHORITY
        .issue("CN=service", "EC", DAY.negated(), DAY.multipliedBy(10), "127.0.0.1")
        .writeTo(directory);
    try (var metrics = new Metrics()) {
      var service = new HttpService(routes -> {}, List.of(), metrics);
      try (var server = HttpServer.start(config("127.0.0.1"), service)) {
        var line =
            metrics
                .registry()
                .scrape()
                .lines()
                .filter(each -> each.startsWith("reprise_http_certificate_left_seconds "))
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(line.split(" ")[1])).isBetween(9.9 * 86_400, 10.0 * 86_400);
      }
    }
  }

  @Test
  void aServerWithoutAUsableCertificateDoesNotStart() throws IOException {
    AUTHORITY.issue("CN=service", "127.0.0.1").writeTo(directory);
    Files.writeString(directory.resolve("key.pem"), "nothing");

    assertThatThrownBy(() -> HttpServer.start(config("127.0.0.1"), routes -> {}))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("key.pem has no private key");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    AUTHORITY.issue("CN=service", "127.0.0.1").writeTo(directory);
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      var tls = config("127.0.0.1").tls();
      var config = new HttpConfig("127.0.0.1", taken.getLocalPort(), null, null, tls, false, null);

      assertThatThrownBy(() -> HttpServer.start(config, routes -> {}))
          .isInstanceOf(PortTakenException.class);
    }
  }
}
