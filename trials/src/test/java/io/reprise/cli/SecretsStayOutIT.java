package io.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.runtime.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.slf4j.LoggerFactory;

/**
 * All services run with secrets in their configuration, get secrets and personal data in requests,
 * and fail in many ways. Then everything that came out of them is searched: log lines with the
 * texts of exceptions, answers, metrics, health, status, receipts, records of who did what, and the
 * output of commands.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
// Commands of one JVM share its stdout.
@ResourceLock(Resources.SYSTEM_OUT)
class SecretsStayOutIT {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** What a caller writes by mistake where a token is read, and where it is not. */
  private static final String GUESSED = "pl4nted-token";

  private static final String QUERY = "pl4nted-query";
  private static final String COOKIE = "pl4nted-cookie";
  private static final String DATABASE = "pl4nted-database";
  private static final String CLIENT = "pl4nted-client";
  private static final String PERSONAL = "grace.pl4nted@example.com";

  private static final List<String> PLANTED =
      List.of(
          GUESSED,
          Base64.getEncoder().encodeToString(("user:" + GUESSED).getBytes(UTF_8)),
          QUERY,
          COOKIE,
          DATABASE,
          CLIENT,
          SecretiveInstallation.REGISTRY,
          SecretiveInstallation.SERVERS);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Queue<String> LOGGED = new ConcurrentLinkedQueue<>();
  private static final Queue<String> ANSWERED = new ConcurrentLinkedQueue<>();

  @TempDir private static Path directory;
  private static SecretiveInstallation all;

  private static final AppenderBase<ILoggingEvent> LOG =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          var thrown = event.getThrowableProxy();
          LOGGED.add(
              event.getLoggerName()
                  + " "
                  + event.getFormattedMessage()
                  + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
      };

  @BeforeAll
  static void start() throws Exception {
    var root = logger(Logger.ROOT_LOGGER_NAME);
    root.iteratorForAppenders().forEachRemaining(SecretsStayOutIT::printOnlyWarnings);
    LOG.start();
    root.addAppender(LOG);
    // More than a service logs by default, and the settings of every Kafka client.
    root.setLevel(Level.INFO);
    logger("io.reprise").setLevel(Level.DEBUG);
    all = new SecretiveInstallation(directory);
  }

  /** While another test starts the logging of this process, it has stand-ins for loggers only. */
  private static Logger logger(String name) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> LoggerFactory.getILoggerFactory() instanceof LoggerContext);
    return (Logger) LoggerFactory.getLogger(name);
  }

  /** Keeps the output of the build short. At the level of all other tests, this has no effect. */
  private static void printOnlyWarnings(Appender<ILoggingEvent> appender) {
    var warnings = new ThresholdFilter();
    warnings.setLevel("WARN");
    warnings.start();
    appender.addFilter(warnings);
  }

  @AfterAll
  static void stop() {
    if (all != null) {
      all.close();
    }
    var root = logger(Logger.ROOT_LOGGER_NAME);
    root.detachAppender(LOG);
    root.setLevel(Level.WARN);
    logger("io.reprise").setLevel(null);
  }

  private static HttpResponse<String> send(
      URI service, String method, String path, String type, String authorization, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(service + path))
            .header("Authorization", authorization)
            .header("Cookie", "session=" + COOKIE)
            .header("Content-Type", type)
            .timeout(LIMIT)
            .method(method, BodyPublishers.ofString(body))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    ANSWERED.add(
        "%s %s answered %d %s %s"
            .formatted(
                method,
                path.replace(QUERY, "QUERY"),
                answer.statusCode(),
                answer.headers().map(),
                answer.body()));
    return answer;
  }

  private static HttpResponse<String> send(URI service, String method, String path, String body)
      throws Exception {
    return send(service, method, path, "application/json", "Bearer " + all.token.secret(), body);
  }

  private static HttpResponse<String> publish(String body) throws Exception {
    return send(
        all.ingest.uri(),
        "POST",
        "/api/v1/topics/orders/events",
        "application/cloudevents+json",
        "Bearer " + all.token.secret(),
        body);
  }

  private static String event(String id, String data) {
    return "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/shop\",\"type\":\"ordered\",\"subject\":\"grace\",\"data\":%s}"
        .formatted(id, data);
  }

  @Test
  @Order(1)
  void requestsWithSecretsAndPersonalDataSucceedAndFail() throws Exception {
    storeEvents();
    sendWrongCredentials();
    sendWrongBodies();
    replay();
    send(all.archiver.uri(), "POST", "/api/v1/archive/prove", "{\"topic\":\"orders\"}");
    send(
        all.compactor.uri(),
        "POST",
        "/api/v1/snapshots/audit",
        "{\"topic\":\"orders\",\"reducer\":\"merge\"}");
    for (var service : all.services()) {
      for (var path :
          List.of("/metrics", "/health/live", "/health/ready", "/api/v1/status", "/nowhere")) {
        send(service, "GET", path + "?token=" + QUERY, "");
      }
    }
  }

  private static void storeEvents() throws Exception {
    var good = event("1", "{\"userId\":\"grace\",\"mail\":\"%s\",\"cents\":1}".formatted(PERSONAL));
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> publish(good).statusCode() < 300);
    // Bytes that no schema describes: the compactor parks them.
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", all.broker.superUserBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (var value : List.of("{\"mail\":\"" + PERSONAL + "\"}", "\0\0\0\0\1" + PERSONAL)) {
        producer
            .send(new ProducerRecord<>("orders", "grace".getBytes(UTF_8), value.getBytes(UTF_8)))
            .get();
      }
    }
  }

  private static void sendWrongCredentials() throws Exception {
    var basic = Base64.getEncoder().encodeToString(("user:" + GUESSED).getBytes(UTF_8));
    for (var service : all.services()) {
      for (var authorization :
          List.of("Bearer " + GUESSED, "Basic " + basic, GUESSED, "Bearer a.b." + GUESSED)) {
        send(service, "GET", "/api/v1/status", "text/plain", authorization, "");
        send(service, "POST", "/api/v1/status", "application/json", authorization, "{}");
      }
    }
  }

  /** None of these may be understood, and no answer may repeat what was in the body. */
  private static void sendWrongBodies() throws Exception {
    var personal = "\"%s\"".formatted(PERSONAL);
    for (var data :
        List.of(
            "{\"userId\":\"grace\",\"mail\":%s,\"cents\":%s}".formatted(personal, personal),
            "{\"userId\":\"grace\",\"mail\":[%s],\"cents\":1}".formatted(personal),
            "{\"userId\":\"grace\",\"mail\":%s}".formatted(personal),
            personal,
            "[" + personal + "]",
            "{\"mail\":" + personal + " " + personal,
            "{\"mail\":" + PERSONAL)) {
      publish(event("wrong", data));
    }
    for (var body :
        List.of(
            personal,
            PERSONAL,
            "{" + personal,
            "{\"topic\":{\"value\":" + personal + "}}",
            "{\"topic\":[" + personal + "]}",
            "{\"spec\":{\"source\":" + personal + "}}")) {
      send(all.worker.uri(), "POST", "/api/v1/plans", body);
      send(all.worker.uri(), "POST", "/api/v1/replays", body);
      send(all.archiver.uri(), "POST", "/api/v1/archive/prove", body);
      send(all.archiver.uri(), "POST", "/api/v1/archive/restore", body);
      send(all.archiver.uri(), "POST", "/api/v1/archive/holds", body);
      send(all.compactor.uri(), "POST", "/api/v1/snapshots/audit", body);
    }
  }

  private static void replay() throws Exception {
    var spec = "{\"reason\":\"secrets\",\"source\":{\"topic\":\"orders\"},\"target\":\"copy\"}";
    var plan = send(all.worker.uri(), "POST", "/api/v1/plans", spec);
    var created =
        send(
            all.worker.uri(),
            "POST",
            "/api/v1/replays",
            "{\"spec\":%s,\"planHash\":\"%s\",\"start\":true}"
                .formatted(spec, Json.json().readTree(plan.body()).path("hash").asText()));
    assertThat(created.statusCode()).as(created.body()).isLessThan(300);
    var replay = Json.json().readTree(created.body());
    var id = replay.at("/summary/id").asText(replay.path("id").asText());
    var path = "/api/v1/replays/" + id;
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> send(all.worker.uri(), "GET", path, "").body().contains("COMPLETED"));
    send(all.worker.uri(), "GET", path + "/receipt", "");
    send(all.worker.uri(), "POST", path + "/verify", "{}");
    send(all.worker.uri(), "GET", "/api/v1/replays", "");
    send(all.worker.uri(), "POST", path + "/pause", "{}");
  }

  @Test
  @Order(2)
  void commandsPrintNoSecret() throws Exception {
    var password = SecretiveInstallation.SERVERS;
    var denied =
        Files.writeString(
            directory.resolve("denied.yaml"),
            Files.readString(directory.resolve("worker.yaml"))
                .replace(password, password + "-no-more"));
    var rehydrate =
        all.file(
            "rehydrate",
            "target: {url: 'jdbc:postgresql://127.0.0.1:1/shop?password=%1$s', password: %1$s}\n"
                .formatted(DATABASE));
    var token = Files.writeString(directory.resolve("ann.token"), all.token.secret() + "\n");
    var wrongToken = Files.writeString(directory.resolve("wrong.token"), GUESSED + "\n");
    var client = Files.writeString(directory.resolve("client.secret"), CLIENT + "\n");
    var at = " --worker " + all.worker.uri();
    for (var line :
        List.of(
            "config check worker %s/worker.yaml".formatted(directory),
            "acls --principal User:reprise --role archiver --config %s/archiver.yaml"
                .formatted(directory),
            "doctor --config %s/worker.yaml --topic orders --timeout 20s".formatted(directory),
            "doctor --config %s --timeout 5s".formatted(denied),
            "doctor --config %s --timeout 5s".formatted(rehydrate),
            "rehydrate --config %s --read-model orders --topic orders --reducer merge"
                .formatted(rehydrate),
            "audit list -o json --token-file %s".formatted(token) + at,
            "audit list --token-file %s".formatted(wrongToken) + at,
            "replay list --token-file %s".formatted(wrongToken) + at,
            "status --token-file %s --worker %s".formatted(token, all.worker.uri()),
            "events read --topic nothing --token-file %s".formatted(token) + at,
            "login --context x --issuer http://127.0.0.1:1 --client-id c --client-secret-file "
                + client)) {
      ANSWERED.add(run(line));
    }
    assertThat(ANSWERED).anyMatch(output -> output.contains("\"principal\" : \"ann\""));
  }

  static String run(String line) {
    var out = new StringWriter();
    int exitCode =
        Reprise.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(out, true))
            .execute(line.split(" "));
    return "reprise %s ended with %d%n%s".formatted(line, exitCode, out);
  }

  private static List<String> having(String text) {
    return Stream.concat(LOGGED.stream(), ANSWERED.stream())
        .filter(output -> output.contains(text))
        .toList();
  }

  private static List<String> secrets() {
    var secrets = new ArrayList<>(PLANTED);
    secrets.add(all.token.secret());
    return secrets;
  }

  @Test
  @Order(3)
  void nothingThatCameOutHasASecret() {
    assertThat(LOGGED.size()).isGreaterThan(100);
    assertThat(ANSWERED.size()).isGreaterThan(100);
    secrets().forEach(secret -> assertThat(having(secret)).as(secret).isEmpty());
  }

  @Test
  @Order(4)
  void nothingThatCameOutHasPersonalData() {
    assertThat(having(PERSONAL)).isEmpty();
  }

  @Test
  @Order(5)
  void whatIsWrittenDownForeverHasNeither() throws Exception {
    var written = new StringBuilder();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              written.setLength(0);
              var records =
                  send(
                      all.worker.uri(),
                      "GET",
                      "/api/v1/topics/reprise.audit/partitions/0/records?limit=500",
                      "");
              for (JsonNode record : Json.json().readTree(records.body()).path("records")) {
                written.append(new String(record.path("valueBase64").binaryValue(), UTF_8));
              }
              assertThat(written).contains("ingest", "worker", "archiver", "compactor");
            });
    assertThat(secrets()).noneMatch(written.toString()::contains);
    assertThat(written).doesNotContain(PERSONAL);
  }

  @Test
  @Order(6)
  void whatIsMaskedForAPrincipalIsInNoAnswerToIt() throws Exception {
    var mia = new MaskedPrincipal(all, directory, PERSONAL);

    mia.getsNoAnswerWithWhatIsHidden();
    mia.cannotSearchForIt();
    mia.cannotPrintIt();
  }
}
