package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.reprise.runtime.tls.CertifiedKey;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TestAuthority.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a service notices that an authority has revoked the certificate of a caller. */
class RevokedCertificateIT {
  private static final TestAuthority SERVERS = new TestAuthority("CN=servers");
  private static final TestAuthority CLIENTS = new TestAuthority("CN=clients");

  @TempDir Path directory;
  private HttpServer authority;
  private Issued valid;
  private Issued revoked;

  @BeforeEach
  void publishTheListOfRevokedCertificates() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    authority = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    var address = URI.create("http://127.0.0.1:%d/crl".formatted(authority.getAddress().getPort()));
    valid = CLIENTS.issueListedAt(address, "CN=ann");
    revoked = CLIENTS.issueListedAt(address, "CN=ann");
    var list = CLIENTS.listOfRevoked(revoked);
    authority.createContext(
        "/crl",
        exchange -> {
          exchange.sendResponseHeaders(200, list.length);
          exchange.getResponseBody().write(list);
          exchange.close();
        });
    authority.start();
    SERVERS.issue("CN=service", "127.0.0.1").writeTo(directory);
    SERVERS.writeTo(directory.resolve("ca.pem"));
    CLIENTS.writeTo(directory.resolve("clients.pem"));
    Files.writeString(
        directory.resolve("policy.yaml"), "bindings:\n- {principal: ann, role: viewer}\n");
  }

  @AfterEach
  void stop() {
    authority.stop(0);
  }

  @Test
  void aServiceDoesNotAskForRevocationByItself() throws Exception {
    try (var service = ServiceWithClientCertificates.start(directory)) {
      assertThat(who(service.uri(), valid)).isEqualTo("ann");
      assertThat(who(service.uri(), revoked)).isEqualTo("ann");
    }
  }

  @Test
  void withTheOptionsOfTheJvmARevokedCertificateGetsNoConnection() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dcom.sun.net.ssl.checkRevocation=true",
                "-Dcom.sun.security.enableCRLDP=true",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceWithClientCertificates.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      var service = URI.create(output.readLine());

      assertThat(who(service, valid)).isEqualTo("ann");
      assertThatThrownBy(() -> who(service, revoked)).isInstanceOf(IOException.class);
      // Of this one, nothing says whether it is revoked.
      assertThatThrownBy(() -> who(service, CLIENTS.issue("CN=ann")))
          .isInstanceOf(IOException.class);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private String who(URI service, Issued caller) throws Exception {
    var context =
        ClientTls.context(
            directory.resolve("ca.pem"),
            () -> new CertifiedKey(List.of(caller.certificate()), caller.key()));
    var request =
        HttpRequest.newBuilder(service.resolve("/who")).timeout(Duration.ofMinutes(1)).build();
    var answer =
        HttpClient.newBuilder().sslContext(context).build().send(request, BodyHandlers.ofString());
    return answer.body();
  }
}
