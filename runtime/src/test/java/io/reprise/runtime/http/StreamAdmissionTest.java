package io.reprise.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.OidcConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.oidc.TestIssuer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a real server, whose callers lose what admitted them while the stream is open. */
@Timeout(180)
class StreamAdmissionTest {
  private static final Token CI = Token.create(new SecureRandom());
  private static final Token BOT = Token.create(new SecureRandom());

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final EventStreams streams = new EventStreams();
  private TestIssuer issuer;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    issuer = new TestIssuer();
    writeTokens("{principal: ci, sha256: %s}, {principal: bot, sha256: %s}");
    writePolicy("ann", "ci", "bot");
    var oidc = new OidcConfig(issuer.uri(), TestIssuer.AUDIENCE, null, null, Duration.ZERO);
    var authentication = new AuthenticationConfig(tokens(), policy(), oidc);
    var events =
        streams.polling(Duration.ofMillis(100), ctx -> () -> new EventSource.Event("progress", 1));
    server =
        HttpServer.start(
            new HttpConfig("127.0.0.1", 0, null, authentication, false),
            new HttpService(
                routes ->
                    routes.get(
                        "/topics/{topic}/events",
                        Permission.onTopic(Action.VIEW, ResourceFinder.topicInPath("topic")),
                        events),
                List.of(),
                new Metrics(),
                streams));
  }

  @AfterEach
  void stop() {
    server.close();
    issuer.close();
  }

  private Path tokens() {
    return directory.resolve("tokens.yaml");
  }

  private Path policy() {
    return directory.resolve("policy.yaml");
  }

  private void writeTokens(String entries) throws IOException {
    Files.writeString(
        tokens(), "tokens: [" + entries.formatted(CI.sha256Hex(), BOT.sha256Hex()) + "]");
  }

  private void writePolicy(String... principals) throws IOException {
    var bindings =
        Stream.of(principals)
            .map(name -> "- {principal: %s, role: viewer, topics: [orders]}\n".formatted(name))
            .toList();
    Files.writeString(policy(), "bindings:\n" + String.join("", bindings));
  }

  private HttpResponse<Stream<String>> open(String token) {
    var request =
        HttpRequest.newBuilder(server.uri().resolve("/topics/orders/events"))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return client.send(request, BodyHandlers.ofLines());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Iterator<String> events(String token) {
    var answer = open(token);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body().iterator();
  }

  private static void requireAnEvent(Iterator<String> stream) {
    assertThat(stream.hasNext()).isTrue();
    stream.next();
  }

  private static void readToTheEnd(Iterator<String> stream) {
    stream.forEachRemaining(line -> {});
  }

  private String tokenFor(long seconds) {
    return issuer.token(
        claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(seconds))));
  }

  @Test
  void aStreamEndsWhenItsTokenExpires() {
    await().atMost(Duration.ofMinutes(1)).until(() -> open(issuer.token()).statusCode() == 200);
    long seconds = 2;
    String token;
    HttpResponse<Stream<String>> answer;
    do {
      // On a slow machine, a token may expire before the request arrives.
      seconds *= 2;
      token = tokenFor(seconds);
      answer = open(token);
    } while (answer.statusCode() != 200 && seconds < 100);
    var other = events(CI.secret());

    readToTheEnd(answer.body().iterator());

    assertThat(open(token).statusCode()).isEqualTo(401);
    requireAnEvent(other);
    requireAnEvent(events(issuer.token()));
  }

  @Test
  void aStreamEndsWhenItsTokenIsRemoved() throws IOException {
    var removed = events(CI.secret());
    var other = events(BOT.secret());
    requireAnEvent(removed);

    writeTokens("{principal: bot, sha256: %2$s}");
    readToTheEnd(removed);

    requireAnEvent(other);
  }

  @Test
  void aStreamEndsWhenThePolicyNoLongerAllowsIt() throws IOException {
    var refused = events(CI.secret());
    var other = events(BOT.secret());
    requireAnEvent(refused);

    writePolicy("bot");
    readToTheEnd(refused);

    requireAnEvent(other);
  }
}
