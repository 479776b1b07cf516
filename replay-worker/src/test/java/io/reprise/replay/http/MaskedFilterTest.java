package io.reprise.replay.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.http.EventStreams;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * Filters of principals from whom something is hidden. The worker of this test has no backend: a
 * filter that is let in fails with a status that is not 403.
 */
class MaskedFilterTest {
  private static final Logger FAILURES =
      (Logger) LoggerFactory.getLogger("io.reprise.runtime.http.ProblemRoutes");

  private static final String POLICY =
      """
      bindings:
      - {principal: mia, role: operator, topics: ['*'], targets: ['*']}
      - {principal: kim, role: approver, topics: ['*'], targets: ['*']}
      - {principal: ann, role: admin, topics: ['*'], targets: ['*']}
      masks:
      - {role: operator, topics: [users], fields: [email, address.street, $headers.ce_subject]}
      - {role: approver, topics: [users], fields: [$key]}
      """;

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Token mia = Token.create(new SecureRandom());
  private final Token kim = Token.create(new SecureRandom());
  private final Token ann = Token.create(new SecureRandom());
  private HttpServer server;

  @BeforeEach
  void quiet() {
    FAILURES.setLevel(Level.OFF);
  }

  @AfterEach
  void loud() {
    FAILURES.setLevel(null);
  }

  @BeforeEach
  void start() throws IOException {
    var tokens =
        "tokens: [{principal: mia, sha256: '%s'}, {principal: kim, sha256: '%s'}, {principal: ann, sha256: '%s'}]"
            .formatted(mia.sha256Hex(), kim.sha256Hex(), ann.sha256Hex());
    var authentication =
        new AuthenticationConfig(
            Files.writeString(directory.resolve("tokens.yaml"), tokens),
            Files.writeString(directory.resolve("policy.yaml"), POLICY));
    server =
        HttpServer.start(
            new HttpConfig("127.0.0.1", 0, null, authentication, false),
            new OperatorApi(
                new ReplayOperations(
                    null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null),
                null,
                null,
                null,
                null,
                () -> null,
                new EventStreams()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> post(Token token, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.uri() + path))
            .header("Authorization", "Bearer " + token.secret())
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static String spec(String topic, String filter) {
    return "{\"reason\":\"r\",\"target\":\"copy\",\"source\":{\"topic\":\"%s\"},\"filter\":{%s}}"
        .formatted(topic, filter.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'where':'data.email == \\'a\\''             | filter.where selects by email, which",
        "'where':'data[\\'email\\'] == \\'a\\''      | filter.where selects by email, which",
        "'where':'data.address == null'              | filter.where selects by address.street,",
        "'where':'[data].exists(d, d.x == 1)'        | filter.where selects by ",
        "'where':'data[type] == 1'                   | filter.where selects by ",
        "'where':'headers.exists(h, h == \\'a\\')'   | filter.where selects by"
            + " $headers.ce_subject,",
        "'headers':{'ce_subject':'a'}                | filter.headers selects by $headers.ce_subj"
      })
  void aFilterByAHiddenFieldIsRefusedByName(String filter, String detail) throws Exception {
    var body = spec("users", filter);
    for (var answer :
        new HttpResponse<?>[] {
          post(mia, "/api/v1/plans", body), post(mia, "/api/v1/replays", "{\"spec\":" + body + "}")
        }) {
      assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(403);
      assertThat(answer.body().toString())
          .contains(detail, "the policy hides from mia in the topic 'users'");
    }
    assertThat(post(ann, "/api/v1/plans", body).statusCode()).isNotEqualTo(403);
    assertThat(post(mia, "/api/v1/plans", spec("orders", filter)).statusCode()).isNotEqualTo(403);
  }

  @Test
  void otherFiltersAreNotRefused() throws Exception {
    for (var filter :
        new String[] {
          "", "'where':'data.cents > 1 && type == key'", "'keys':['ann']", "'types':['t']"
        }) {
      var answer = post(mia, "/api/v1/plans", spec("users", filter));
      assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(403);
    }
  }

  @Test
  void aTransformThatCopiesAHiddenFieldIsRefusedByName() throws Exception {
    for (var step :
        new String[] {
          "{'do':'rename','field':'email','to':'mail'}",
          "{'do':'set','field':'note','value':'data.email'}",
          "{'do':'rekey','field':'email'}",
          "{'do':'rekey','value':'data.email + type'}",
          "{'do':'rename','field':'address','to':'home'}"
        }) {
      var answer = post(mia, "/api/v1/plans", transforming(step));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains("copies ", "which the policy hides from mia");
    }
    for (var step :
        new String[] {"{'do':'mask','field':'email'}", "{'do':'drop','field':'email'}"}) {
      var answer = post(mia, "/api/v1/plans/sample", transforming(step));
      assertThat(answer.statusCode()).as(answer.body()).isNotEqualTo(403);
    }
  }

  private static String transforming(String step) {
    return spec("users", "")
        .replaceFirst("}$", ",'transforms':{'steps':[" + step + "]}}")
        .replace('\'', '"');
  }

  @Test
  void whoMayNotSeeKeysMayNotSearchByThem() throws Exception {
    for (var filter :
        new String[] {"'keys':['ann']", "'where':'key == null'", "'headers':{'any':'ann'}"}) {
      var answer = post(kim, "/api/v1/plans", spec("users", filter));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body()).contains("selects by $key, which the policy hides from kim");
    }
  }
}
