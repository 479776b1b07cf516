package io.reprise.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.reprise.archiver.http.ArchiveApi;
import io.reprise.cli.access.HostileRequests.Hostile;
import io.reprise.cli.access.HostileRequests.Operation;
import io.reprise.compactor.http.CompactorApi;
import io.reprise.ingest.service.http.EventRoutes;
import io.reprise.replay.http.OperatorApi;
import io.reprise.replay.operate.ReplayOperations;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.AuthenticationConfig;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.http.EventStreams;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.HttpServer;
import io.reprise.runtime.http.Permission;
import io.reprise.runtime.http.Routes;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Thousands of spoilt requests to each service, while an honest caller goes on: none is let in,
 * none is answered with a status from 500 on, and each is answered or its connection closed. The
 * services have no backend, so a request that is let in fails with status 500.
 *
 * <p>{@code -Dreprise.hostileRequests=50000} sends more, and then also holds the honest caller's
 * 99th percentile to twice of what it is beside as many well-formed requests: every other caller
 * takes processor time, and here also on the side of the client. {@code -Dreprise.hostileSeed}
 * repeats a run.
 */
class HostileRequestsTest {
  private static final int FEW = 2_000;
  private static final int REQUESTS = Integer.getInteger("reprise.hostileRequests", FEW);
  private static final long SEED = Long.getLong("reprise.hostileSeed", 20261130L);
  private static final int HONEST_SAMPLES = REQUESTS > FEW ? 4_000 : 200;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
  private static final Pattern OPEN =
      Pattern.compile("/+(health/+(live|ready)|api/+v1/+openapi\\.yaml)/*([?#].*)?");

  private static final List<Logger> NOISY =
      List.of(logger("reprise.audit"), logger("org.eclipse.jetty"));

  @TempDir Path directory;
  private final Token honest = Token.create(new SecureRandom());
  private final Token elsewhere = Token.create(new SecureRandom());
  private final Token stranger = Token.create(new SecureRandom());
  private final List<String> wrong = new ArrayList<>();
  private final TreeMap<Integer, Integer> statuses = new TreeMap<>();

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @BeforeEach
  void quiet() {
    NOISY.forEach(logger -> logger.setLevel(Level.OFF));
  }

  @AfterEach
  void loud() {
    NOISY.forEach(logger -> logger.setLevel(null));
  }

  @Test
  void hostileRequestsAreRefusedAndHonestOnesAnswered() throws Exception {
    System.out.printf("%d hostile requests, seed %d%n", REQUESTS, SEED);
    attack(EventRoutes.class, new EventRoutes(null, null, null, null, null));
    attack(
        OperatorApi.class,
        new OperatorApi(
            new ReplayOperations(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null),
            null,
            null,
            null,
            null,
            () -> null,
            new EventStreams()));
    attack(ArchiveApi.class, new ArchiveApi(null, null, null, null, null, null, null, null, null));
    attack(CompactorApi.class, new CompactorApi(Optional::empty, Duration.ZERO));

    System.out.println("statuses (0: closed without an answer): " + statuses);
    assertThat(wrong).isEmpty();
    assertThat(statuses.keySet()).contains(400, 401, 403, 404, 405, 413, 414, 431);
  }

  private void attack(Class<?> neighbour, Consumer<Routes> service) throws Exception {
    Consumer<Routes> routes =
        all -> {
          service.accept(all);
          all.get("/honest", Permission.of(Action.OBSERVE), ctx -> ctx.result("welcome"));
        };
    var config = new HttpConfig("127.0.0.1", 0, null, authentication(), false);
    try (var server = HttpServer.start(config, routes)) {
      // The first requests are slower, because classes are loaded.
      honestTimes(server, HONEST_SAMPLES, new AtomicBoolean(true));
      var alone = honestTimes(server, HONEST_SAMPLES, new AtomicBoolean(true));
      var besideHonest = timesBeside(server, () -> send(server, wellFormed()));
      var requests =
          new HostileRequests(
              SEED, operations(neighbour), tokens(), "Bearer " + elsewhere.secret());
      var besideHostile = timesBeside(server, () -> send(server, requests.next()));
      compare(neighbour.getSimpleName(), p99(alone), p99(besideHonest), p99(besideHostile));
    }
  }

  /** Returns the times of an honest caller while another one sends requests without a pause. */
  private List<Long> timesBeside(HttpServer server, Runnable other) throws InterruptedException {
    var goesOn = new AtomicBoolean(true);
    var times = new ArrayList<Long>();
    var caller = honestCaller(server, goesOn, times);
    for (int i = 0; i < REQUESTS / 4; i++) {
      other.run();
    }
    goesOn.set(false);
    caller.join();
    return times;
  }

  /** A request that is answered with 200, and is sent as the hostile ones are. */
  private static Hostile wellFormed() {
    var head = "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    return new Hostile("GET", "/health/live", head.getBytes(StandardCharsets.US_ASCII));
  }

  private Thread honestCaller(HttpServer server, AtomicBoolean goesOn, List<Long> times) {
    var caller =
        new Thread(
            () -> {
              try {
                times.addAll(honestTimes(server, Integer.MAX_VALUE, goesOn));
              } catch (Exception e) {
                wrong.add("the honest caller: " + e);
              }
            });
    caller.start();
    return caller;
  }

  private List<Long> honestTimes(HttpServer server, int most, AtomicBoolean goesOn)
      throws IOException, InterruptedException {
    var client = HttpClient.newHttpClient();
    var request =
        HttpRequest.newBuilder(server.uri().resolve("/honest"))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + honest.secret())
            .build();
    var times = new ArrayList<Long>();
    while (goesOn.get() && times.size() < most) {
      long begun = System.nanoTime();
      var answer = client.send(request, BodyHandlers.ofString());
      times.add(System.nanoTime() - begun);
      if (!answer.body().equals("welcome")) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    }
    return times;
  }

  private void compare(String service, double alone, double besideHonest, double besideHostile) {
    System.out.printf(
        Locale.ROOT,
        "%s: honest p99 %.2f ms alone, %.2f ms beside as many well-formed requests, %.2f ms beside"
            + " hostile requests%n",
        service,
        alone,
        besideHonest,
        besideHostile);
    // In the short form, one collection of garbage decides the percentile.
    if (REQUESTS > FEW && besideHostile > 2 * besideHonest) {
      wrong.add(
          "%s: honest p99 %.2f ms, beside well-formed requests %.2f ms"
              .formatted(service, besideHostile, besideHonest));
    }
  }

  private static double p99(List<Long> nanos) {
    var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * 0.99)] / 1e6;
  }

  private void send(HttpServer server, Hostile request) {
    var answer = "";
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.bytes());
      socket.shutdownOutput();
      answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.net.SocketTimeoutException e) {
      wrong.add("no end of the answer within 30 s: " + request);
    } catch (IOException e) {
      // The server has closed the connection before it has read everything.
    }
    judge(request, answer);
  }

  /** One connection may have several answers: bytes after a request are read as another one. */
  private void judge(Hostile request, String answer) {
    var found = STATUS.matcher(answer);
    if (!answer.startsWith("HTTP/1.1 ")) {
      statuses.merge(0, 1, Integer::sum);
      return;
    }
    while (found.find()) {
      int status = Integer.parseInt(found.group(1));
      statuses.merge(status, 1, Integer::sum);
      boolean isOpen = status < 400 && OPEN.matcher(request.target()).matches();
      boolean isRefused = status >= 400 && status < 500;
      if (!isOpen && !isRefused && status != 100) {
        wrong.add("%d for %s".formatted(status, request));
      }
    }
  }

  private List<String> tokens() {
    return List.of(
        "",
        "Bearer",
        "Bearer ",
        "Bearer " + "x".repeat(64),
        "Bearer " + "x".repeat(5000),
        "Bearer " + honest.sha256Hex(),
        "Bearer " + honest.secret().toLowerCase(Locale.ROOT),
        "Bearer " + honest.secret() + "x",
        "Bearer " + honest.secret() + " " + honest.secret(),
        "Basic " + honest.secret(),
        honest.secret(),
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.",
        "Bearer \0",
        "Bearer " + stranger.secret(),
        "bearer " + stranger.secret(),
        "Bearer " + stranger.secret());
  }

  private AuthenticationConfig authentication() throws IOException {
    var hashes =
        """
        tokens:
        - {principal: honest, sha256: %s}
        - {principal: elsewhere, sha256: %s}
        - {principal: stranger, sha256: %s}
        """
            .formatted(honest.sha256Hex(), elsewhere.sha256Hex(), stranger.sha256Hex());
    return new AuthenticationConfig(
        Files.writeString(directory.resolve("tokens.yaml"), hashes),
        Files.writeString(
            directory.resolve("policy.yaml"),
            """
            bindings:
            - {principal: honest, role: viewer}
            - {principal: elsewhere, role: operator, topics: [nowhere], targets: [nowhere]}
            """));
  }

  private static List<Operation> operations(Class<?> neighbour) throws IOException {
    var operations = new ArrayList<Operation>();
    try (var in = neighbour.getResourceAsStream("openapi.yaml")) {
      for (var path : Json.yaml().readTree(in).path("paths").properties()) {
        for (var method : path.getValue().properties()) {
          operations.add(
              new Operation(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  method.getValue().path("x-permission").asText()));
        }
      }
    }
    return operations;
  }
}
