package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
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
