package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.oidc.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A server whose callers send tokens of an issuer. Server and issuer are real, on loopback. */
class OidcAccessTest {
  private static final ResourceFinder TOPIC = ResourceFinder.topicInPath("topic");
  private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private static final Logger AUDIT = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);
  private static final Logger REPRISE = (Logger) LoggerFactory.getLogger("io.reprise");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Token STATIC = Token.create(new SecureRandom());

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir static Path directory;
  private static TestIssuer issuer;
  private static HttpServer server;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
    server = serve(issuer.uri());
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(send("/health/ready", "").statusCode()).isEqualTo(200));
  }

  private static HttpServer serve(URI at) throws IOException {
    var tokens = directory.resolve("tokens.yaml");
    var policy = directory.resolve("policy.yaml");
    Files.writeString(
        tokens, "tokens: [{principal: ci, sha256: %s}]".formatted(STATIC.sha256Hex()));
    Files.writeString(
        policy,
        """
        bindings:
        - {principal: ann, role: operator, topics: ['orders*']}
        - {principal: ci, role: operator, topics: ['orders*']}
        - {group: /replay-team, role: operator, topics: [orders]}
        """);
    var oidc = new OidcConfig(at, TestIssuer.AUDIENCE, null, "groups", null);
    var config =
        new HttpConfig("127.0.0.1", 0, null, new AuthenticationConfig(tokens, policy, oidc), false);
    return HttpServer.start(
        config,
        routes ->
            routes.post(
                "/topics/{topic}",
                Permission.onTopic(Action.OPERATE, TOPIC),
                ctx -> ctx.result(OperatorName.of(ctx).orElse("nobody"))));
  }

  @AfterAll
  static void stop() {
    server.close();
    issuer.close();
  }

  @BeforeEach
  void listen() {
    // A list that several threads may append to.
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    AUDIT.setLevel(Level.INFO);
    REPRISE.setLevel(Level.DEBUG);
    ROOT.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    ROOT.detachAppender(log);
    REPRISE.setLevel(null);
    AUDIT.setLevel(null);
  }

  private static HttpResponse<String> send(String path, String token) {
    return send(server, path, token);
  }

  private static HttpResponse<String> send(HttpServer to, String path, String token) {
    var request = HttpRequest.newBuilder(to.uri().resolve(path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token).POST(BodyPublishers.noBody());
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> auditLines() {
    return log.list.stream()
        .filter(event -> event.getLoggerName().equals(AuditLog.LOGGER))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private void requireRefused(String token, String reason) throws IOException {
    log.list.clear();

    var answer = send("/topics/orders", token);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Bearer realm=\"reprise\", error=\"invalid_");
    assertThat(Json.json().readTree(answer.body()).path("detail").asText()).contains(reason);
    assertThat(auditLines())
        .containsExactly(
            "request was refused who=unknown action=operate on=\"\" method=POST"
                + " path=/topics/orders status=401 from=127.0.0.1");
    requireAbsent(token, answer.body());
  }

  /** Neither the token nor a part of it is in an answer or in the log. */
  private void requireAbsent(String token, String answer) {
    var parts = Stream.of(token.split("\\.")).filter(part -> part.length() > 8).toList();
    if (parts.isEmpty()) {
      return;
    }
    assertThat(answer).doesNotContain(parts);
    assertThat(log.list)
        .allSatisfy(
            event -> {
              assertThat(event.getFormattedMessage()).doesNotContain(parts);
              assertThat(String.valueOf(event.getThrowableProxy())).doesNotContain(parts);
            });
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(issuer.key().getKeyID());
  }

  @Test
  void aTokenOfTheIssuerIsAccepted() {
    var token = issuer.token();

    var answer = send("/topics/orders", token);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ann");
    assertThat(auditLines())
        .containsExactly(
            "request was carried out who=ann action=operate on=\"topic 'orders'\" method=POST"
                + " path=/topics/orders status=200 from=127.0.0.1");
    requireAbsent(token, "");
  }

  @Test
  void thePolicyDecidesWhatAPrincipalOfTheIssuerMayDo() {
    assertThat(send("/topics/clicks", issuer.token()).statusCode()).isEqualTo(403);
    assertThat(send("/topics/orders", issuer.token(c -> c.subject("eve"))).statusCode())
        .isEqualTo(403);
  }

  @Test
  void aGroupOfTheTokenGivesItsRoles() {
    var inGroup = issuer.token(c -> c.subject("bob").claim("groups", List.of("x", "/replay-team")));
    var onlyGroup = issuer.token(c -> c.subject("bob").claim("groups", "/replay-team"));
    var inOther = issuer.token(c -> c.subject("bob").claim("groups", List.of("ann", "x")));

    assertThat(send("/topics/orders", inGroup).body()).isEqualTo("bob");
    assertThat(send("/topics/orders", onlyGroup).body()).isEqualTo("bob");
    assertThat(send("/topics/orders-eu", inGroup).statusCode()).isEqualTo(403);
    assertThat(send("/topics/orders", inOther).statusCode()).isEqualTo(403);
  }

  @Test
  void tokensOfTheFileAreAcceptedBeside() {
    assertThat(send("/topics/orders", STATIC.secret()).body()).isEqualTo("ci");
  }

  @Test
  void clocksMayBeApartByTheSkew() throws Exception {
    var late = issuer.token(c -> c.expirationTime(in(-15)));
    var early = issuer.token(c -> c.notBeforeTime(in(15)));

    assertThat(send("/topics/orders", late).statusCode()).isEqualTo(200);
    assertThat(send("/topics/orders", early).statusCode()).isEqualTo(200);
    requireRefused(issuer.token(c -> c.expirationTime(in(-31))), "has expired");
    requireRefused(issuer.token(c -> c.notBeforeTime(in(60))), "is not valid yet");
  }

  @Test
  void wrongClaimsAreRefused() throws Exception {
    var other = issuer.uri() + "/other";
    var cases = new LinkedHashMap<String, String>();
    cases.put(issuer.token(c -> c.expirationTime(in(-3_600))), "has expired");
    cases.put(issuer.token(c -> c.expirationTime(null)), "has no expiry");
    cases.put(issuer.token(c -> c.audience("billing")), "is for another audience");
    cases.put(issuer.token(c -> c.audience((String) null)), "is for another audience");
    cases.put(issuer.token(c -> c.issuer(other)), "is of another issuer");
    cases.put(issuer.token(c -> c.issuer(null)), "is of another issuer");
    cases.put(issuer.token(c -> c.subject(null)), "lacks the claim sub");
    cases.put(issuer.token(c -> c.subject("a b\nwho=root")), "cannot be the name");
    for (var each : cases.entrySet()) {
      requireRefused(each.getKey(), each.getValue());
    }
  }

  @Test
  void aTokenForSeveralAudiencesIsAccepted() {
    var token = issuer.token(c -> c.audience(List.of("billing", TestIssuer.AUDIENCE)));

    assertThat(send("/topics/orders", token).statusCode()).isEqualTo(200);
  }

  @Test
  void anUnsignedTokenIsRefused() throws Exception {
    var plain = new PlainJWT(issuer.claims().build()).serialize();
    var good = issuer.token();
    var unsigned = good.substring(0, good.lastIndexOf('.') + 1);

    requireRefused(plain, "is not a signed JSON Web Token");
    requireRefused(plain + "c2ln", "is not a signed JSON Web Token");
    requireRefused(unsigned, "is not a signed JSON Web Token");
  }

  @Test
  void aTokenWhoseClaimsWereChangedIsRefused() throws Exception {
    var one = issuer.token().split("\\.");
    var other = issuer.token(c -> c.subject("admin")).split("\\.");

    requireRefused(one[0] + "." + other[1] + "." + one[2], "signature that is not valid");
  }

  @Test
  void thePublicKeyIsNoSharedSecret() throws Exception {
    var publicKey = issuer.key().toRSAPublicKey();
    var pem =
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(publicKey.getEncoded()));
    for (var secret : List.of(publicKey.getEncoded(), pem.getBytes(StandardCharsets.UTF_8))) {
      var jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
              issuer.claims().build());
      jwt.sign(new MACSigner(secret));

      requireRefused(jwt.serialize(), "algorithm that is not accepted");
    }
  }

  @Test
  void aKeyInTheTokenIsIgnored() throws Exception {
    var own = TestIssuer.newKey();
    var claims = issuer.claims().build();
    var embedded = new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(own.toPublicJWK()).build();
    var address =
        header().jwkURL(issuer.uri().resolve("/realm/own")).x509CertURL(issuer.uri()).build();
    var borrowed = header().jwk(own.toPublicJWK()).build();

    requireRefused(TestIssuer.sign(embedded, claims, own), "signature that is not valid");
    requireRefused(TestIssuer.sign(address, claims, own), "signature that is not valid");
    requireRefused(TestIssuer.sign(borrowed, claims, own), "signature that is not valid");
  }

  @Test
  void aKeyThatTheIssuerDoesNotPublishIsRefused() throws Exception {
    var own = TestIssuer.newKey();
    var unknown = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("../../../etc/passwd").build();
    int before = issuer.reads();
    long started = System.nanoTime();

    requireRefused(TestIssuer.sign(unknown, issuer.claims().build(), own), "does not publish");
    for (int i = 0; i < 20; i++) {
      requireRefused(TestIssuer.sign(unknown, issuer.claims().build(), own), "does not publish");
    }

    // At most one read in 10 s.
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    assertThat((long) issuer.reads() - before).isLessThanOrEqualTo(1 + seconds / 10);
  }

  @Test
  void aKeyOfAnotherKindIsRefused() throws Exception {
    var curve = new ECKeyGenerator(Curve.P_256).generate();
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(issuer.key().getKeyID()).build(),
            issuer.claims().build());
    jwt.sign(new ECDSASigner(curve));

    requireRefused(jwt.serialize(), "does not publish");
  }

  @Test
  void headersThatTheServiceDoesNotKnowAreRefused() throws Exception {
    var claims = issuer.claims().build();
    var critical = header().criticalParams(Set.of("x")).customParam("x", 1).build();
    var otherType = header().type(new JOSEObjectType("logout+jwt")).build();
    var accessToken = header().type(new JOSEObjectType("at+jwt")).build();

    requireRefused(TestIssuer.sign(critical, claims, issuer.key()), "signature that is not valid");
    requireRefused(TestIssuer.sign(otherType, claims, issuer.key()), "its type is not accepted");
    assertThat(
            send("/topics/orders", TestIssuer.sign(accessToken, claims, issuer.key())).statusCode())
        .isEqualTo(200);
  }

  @Test
  void malformedTokensAreRefused() throws Exception {
    var nested = "[".repeat(2_000) + "]".repeat(2_000);
    var deep =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(nested.substring(0, 2_800).getBytes(StandardCharsets.UTF_8));
    for (var token :
        List.of("a.b.c", "..", "a.b.c.d.e", "eyJhbGciOiJSUzI1NiJ9.e30.AA", deep + ".e30.AA")) {
      requireRefused(token, "the token of the request");
    }
    requireRefused(issuer.token(c -> c.claim("x", "y".repeat(4_096))), "at most 4096 characters");
  }

  @Test
  void aTokenThatIsLongerThanTheServerReadsIsRefused() {
    assertThat(send("/topics/orders", "y".repeat(100_000)).statusCode()).isEqualTo(431);
  }

  @Test
  void aServiceWhoseIssuerIsAwayStartsAndSaysSo() throws Exception {
    try (var away = new TestIssuer()) {
      away.answerWith(502);
      try (var alone = serve(away.uri())) {
        var answer = send(alone, "/topics/orders", away.token());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(Json.json().readTree(answer.body()).path("detail").asText())
            .contains("the keys of issuer " + away.uri() + " were not read")
            .contains("answered with status 502");
        var ready = send(alone, "/health/ready", "");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("issuer: the keys of issuer");
        assertThat(send(alone, "/health/live", "").statusCode()).isEqualTo(200);
        assertThat(send(alone, "/topics/orders", STATIC.secret()).statusCode()).isEqualTo(200);
        requireAbsent(away.token(), answer.body());

        away.answerWith(200);

        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(send(alone, "/topics/orders", away.token()).statusCode())
                        .isEqualTo(200));
        assertThat(send(alone, "/health/ready", "").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void anIssuerThatGoesAwayLocksNobodyOut() throws Exception {
    try (var leaving = new TestIssuer()) {
      var token = leaving.token();
      try (var served = serve(leaving.uri())) {
        assertThat(send(served, "/topics/orders", token).statusCode()).isEqualTo(200);

        leaving.close();

        assertThat(send(served, "/topics/orders", token).statusCode()).isEqualTo(200);
        assertThat(send(served, "/health/ready", "").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void theRealTypesOfClaimsDoNotMatter() throws Exception {
    requireRefused(
        issuer.token(c -> c.subject(null).claim("sub", Map.of("a", 1))),
        "the token of the request");
    assertThat(
            send("/topics/orders", issuer.token(c -> c.claim("groups", Map.of("a", 1))))
                .statusCode())
        .isEqualTo(200);
  }
}
