package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.tls.CertifiedKey;
import io.reprise.runtime.tls.ClientTls;
import io.reprise.runtime.tls.TestAuthority;
import io.reprise.runtime.tls.TestAuthority.Issued;
import io.reprise.runtime.tls.TlsConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCertificateTest {
  private static final TestAuthority SERVERS = new TestAuthority("CN=servers");
  private static final TestAuthority CLIENTS = new TestAuthority("CN=clients");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Token TOKEN = Token.create(new SecureRandom());

  @TempDir static Path directory;
  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    SERVERS.issue("CN=service", "127.0.0.1").writeTo(directory);
    SERVERS.writeTo(directory.resolve("ca.pem"));
    CLIENTS.writeTo(directory.resolve("clients.pem"));
    file(
        "policy.yaml",
        "bindings:\n- {principal: ann, role: viewer}\n- {principal: job, role: admin}\n");
    file("tokens.yaml", "tokens:\n- {principal: job, sha256: '%s'}\n".formatted(TOKEN.sha256Hex()));
    server =
        HttpServer.start(
            config(directory.resolve("tokens.yaml")),
            routes -> {
              routes.get(
                  "/who",
                  Permission.of(Action.OBSERVE),
                  ctx -> ctx.result(Caller.of(ctx).principal().orElseThrow().name()));
              routes.post("/gc", Permission.of(Action.ADMINISTER), ctx -> ctx.result("done"));
            });
  }

  private static HttpConfig config(@Nullable Path tokens) {
    var authentication = new AuthenticationConfig(tokens, directory.resolve("policy.yaml"));
    return new HttpConfig("127.0.0.1", 0, null, authentication, tls(), false, null);
  }

  private static TlsConfig tls() {
    return new TlsConfig(
        directory.resolve("cert.pem"),
        directory.resolve("key.pem"),
        null,
        directory.resolve("clients.pem"));
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Issued issued(String subject) {
    return CLIENTS.issue(subject);
  }

  private static HttpResponse<String> send(
      HttpServer to, String method, String path, @Nullable Issued issued, String... headers)
      throws Exception {
    var ca = directory.resolve("ca.pem");
    var context =
        issued == null
            ? ClientTls.context(ca)
            : ClientTls.context(
                ca, () -> new CertifiedKey(List.of(issued.certificate()), issued.key()));
    var request =
        HttpRequest.newBuilder(to.uri().resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newBuilder()
        .sslContext(context)
        .build()
        .send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void theCommonNameOfTheSubjectIsThePrincipal(String algorithm) throws Exception {
    var ann =
        CLIENTS.issue("CN=ann,OU=team,O=Example", algorithm, DAY.negated(), DAY.multipliedBy(2));

    assertThat(send(server, "GET", "/who", ann).body()).isEqualTo("ann");
    var refused = send(server, "POST", "/gc", ann);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("ann lacks the permission: administer");
  }

  @Test
  void aSubjectWithoutABindingMayDoNothing() throws Exception {
    assertThat(send(server, "GET", "/who", issued("CN=eve")).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"O=Example", "CN=two words", "CN=ann,CN=job", "CN=ann+OU=team"})
  void aSubjectThatNamesNoPrincipalIsUnauthenticated(String subject) throws Exception {
    var answer = send(server, "GET", "/who", issued(subject));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("common name");
  }

  @Test
  void aTokenComesBeforeTheCertificate() throws Exception {
    var header = new String[] {"Authorization", "Bearer " + TOKEN.secret()};
    var wrong =
        new String[] {"Authorization", "Bearer " + Token.create(new SecureRandom()).secret()};

    assertThat(send(server, "GET", "/who", issued("CN=ann"), header).body()).isEqualTo("job");
    assertThat(send(server, "GET", "/who", null, header).body()).isEqualTo("job");
    assertThat(send(server, "GET", "/who", issued("CN=ann"), wrong).statusCode()).isEqualTo(401);
  }

  @Test
  void aCallerWithoutCertificateAndTokenIsUnauthenticated() throws Exception {
    var answer = send(server, "GET", "/who", null);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("a client certificate");
    assertThat(send(server, "GET", "/health/live", null).statusCode()).isEqualTo(200);
  }

  @Test
  void aCertificateThatIsExpiredOrOfAnotherAuthorityGetsNoConnection() {
    var expired = CLIENTS.issue("CN=ann", "EC", DAY.multipliedBy(-3), DAY.negated());

    for (var issued : List.of(SERVERS.issue("CN=ann"), expired)) {
      assertThatThrownBy(() -> send(server, "GET", "/health/live", issued))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServiceCanDoWithoutTokens() throws Exception {
    try (var withoutTokens = HttpServer.start(config(null), routes -> {})) {
      var header = new String[] {"Authorization", "Bearer " + TOKEN.secret()};

      assertThat(send(withoutTokens, "GET", "/metrics", issued("CN=ann")).statusCode())
          .isEqualTo(200);
      assertThat(send(withoutTokens, "GET", "/metrics", null, header).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void certificatesWithoutAPolicyAreRefused() {
    assertThatThrownBy(() -> new HttpConfig("127.0.0.1", 0, null, null, tls(), false, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tls.clientCa is given, but not authentication.policy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=ann | ann",
        "cn=ann,O=x | ann",
        "O=x,CN=jobs/a@b | jobs/a@b",
        "O=x |",
        "CN=a b |",
        "CN=ann,CN=bob |",
        "CN=#04024869 |",
        "OU=x+CN=ann |",
        "not a name |",
      })
  void aSubjectIsReadInOneWayOnly(String subject, @Nullable String name) {
    assertThat(ClientCertificate.principal(subject).map(Principal::name).orElse(null))
        .isEqualTo(name);
  }
}
