package io.reprise.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.runtime.access.Token;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Asks all services for the same payloads as two principals: an admin who sees them, and an
 * operator from whom the policy hides the field mail of all orders.
 *
 * @param personal what the field has in the stored events
 */
record MaskedPrincipal(SecretiveInstallation all, Path directory, String personal) {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern BYTES = Pattern.compile("\"valueBase64\" ?: ?\"([A-Za-z0-9+/=]*)\"");

  /** Returns whether a text has what is hidden, also in Base64. */
  private boolean shows(String text) {
    return text.contains(personal)
        || BYTES
            .matcher(text)
            .results()
            .map(found -> new String(Base64.getDecoder().decode(found.group(1)), ISO_8859_1))
            .anyMatch(bytes -> bytes.contains(personal));
  }

  private static HttpRequest.Builder request(Token token, URI service, String path) {
    return HttpRequest.newBuilder(URI.create(service + path))
        .header("Authorization", "Bearer " + token.secret())
        .timeout(LIMIT);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString(ISO_8859_1));
  }

  private String get(Token token, URI service, String path) throws Exception {
    var answer = send(request(token, service, path));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  void getsNoAnswerWithWhatIsHidden() throws Exception {
    var ways =
        Map.of(
            "/api/v1/topics/orders/partitions/0/records", all.worker.uri(),
            "/api/v1/topics/orders-copy/partitions/0/records", all.worker.uri(),
            "/api/v1/archive/records?topic=orders&partition=0&from=0", all.archiver.uri(),
            "/api/v1/snapshots/orders/merge/grace", all.compactor.uri(),
            "/api/v1/snapshots/orders/merge?key=grace", all.compactor.uri());
    for (var way : ways.entrySet()) {
      var path = way.getKey();
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptions()
          .until(() -> shows(get(all.token, way.getValue(), path)));

      var masked = get(all.masked, way.getValue(), path);

      assertThat(masked).as(path).doesNotMatch(this::shows);
      assertThat(masked.replace(" ", "")).as(path).contains("\"mail\":\"(masked)\"", "\"cents\":1");
    }
  }

  void cannotSearchForIt() throws Exception {
    var spec =
        "{\"reason\":\"r\",\"target\":\"copy\",\"source\":{\"topic\":\"orders\"},\"filter\":{\"where\":\"data.mail"
            + " == 'x'\"}}";
    var refused = plan(all.masked, spec);
    var admins = plan(all.token, spec);
    var bytes =
        send(
            request(all.masked, all.compactor.uri(), "/api/v1/snapshots/orders/merge/grace")
                .header("Accept", "application/octet-stream"));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body()).contains("filter.where selects by mail, which the policy hides");
    assertThat(admins.statusCode()).as(admins.body()).isEqualTo(200);
    assertThat(bytes.statusCode()).as(bytes.body()).isEqualTo(403);
    assertThat(bytes.body()).contains("the policy hides mail from you").doesNotMatch(this::shows);
  }

  private HttpResponse<String> plan(Token token, String spec) throws Exception {
    return send(
        request(token, all.worker.uri(), "/api/v1/plans")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(spec)));
  }

  void cannotPrintIt() throws Exception {
    var admin = Files.writeString(directory.resolve("admin.token"), all.token.secret() + "\n");
    var mia = Files.writeString(directory.resolve("mia.token"), all.masked.secret() + "\n");
    var at = " --worker %s --registry %s --token-file ".formatted(all.worker.uri(), all.registry());
    var archiver = " --archiver %s --token-file %s".formatted(all.archiver.uri(), mia);
    var compactor = " --compactor %s --token-file %s".formatted(all.compactor.uri(), mia);
    var outputs =
        List.of(
            SecretsStayOutIT.run("events read --topic orders -o jsonl" + at + mia),
            SecretsStayOutIT.run("events read --topic orders --raw=BASE64 -o jsonl" + at + mia),
            SecretsStayOutIT.run("events read --topic orders --where data.mail!=null" + at + mia),
            SecretsStayOutIT.run("events count --topic orders --where data.mail!=null" + at + mia),
            SecretsStayOutIT.run("topics doctor orders" + at + mia),
            SecretsStayOutIT.run("archive cat --topic orders --partition 0" + archiver),
            SecretsStayOutIT.run(
                "snapshot get --topic orders --reducer merge --key grace" + compactor),
            SecretsStayOutIT.run("snapshot audit --topic orders --reducer merge" + compactor));

    assertThat(SecretsStayOutIT.run("events read --topic orders -o jsonl" + at + admin))
        .matches(this::shows);
    assertThat(outputs).noneMatch(this::shows);
    assertThat(outputs.get(0)).contains("(masked)", "the policy hides mail from you");
    assertThat(outputs.get(2)).contains("its value cannot be searched, because the policy hides");
    assertThat(outputs.get(4)).contains("topic orders cannot be checked, because the policy hides");
    assertThat(outputs.get(5)).contains("(masked)", "the policy hides mail from you");
    assertThat(outputs.get(6)).contains("(masked)");
  }
}
