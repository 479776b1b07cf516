package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.embedded.EmbeddedBroker;
import io.reprise.embedded.EmbeddedRegistry;
import io.reprise.replay.WorkerConfig;
import io.reprise.replay.WorkerService;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.config.ConfigFile;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.trials.incident.BookingService;
import io.reprise.trials.incident.Dashboard;
import io.reprise.trials.incident.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of docs/howto/worked-incident.md unchanged, with a worker that knows who calls
 * and has the page's configuration, and compares what the service has booked with the orders.
 */
class WorkedIncidentIT {
  private static final Path PAGE = CommandRun.ROOT.resolve("docs/howto/worked-incident.md");
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
  private static final Pattern CONFIGURATION = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
  private static final Token ANN = Token.create(new SecureRandom());
  private static final Token BEN = Token.create(new SecureRandom());
  private static final List<RuntimeException> FATAL = new CopyOnWriteArrayList<>();

  @TempDir private static Path directory;

  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static BookingService bookings;
  private static Dashboard dashboard;
  private static WorkerService worker;
  private static CommandServer commands;
  private static String page;

  @BeforeAll
  static void start() throws Exception {
    page = Files.readString(PAGE);
    broker = EmbeddedBroker.startTemporary();
    registry = EmbeddedRegistry.startTemporary();
    try (var schemas = SchemaRegistry.at(registry.uri())) {
      Orders.write(broker.bootstrapServers(), schemas);
    }
    bookings = new BookingService(broker.bootstrapServers());
    dashboard = new Dashboard(broker.bootstrapServers());
    worker = WorkerService.start(config(), FATAL::add);
    Files.writeString(directory.resolve("order.avsc"), Orders.ORDER.toString(true));
    commands = CommandServer.start(environment(), directory);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    commands.close();
    worker.close();
    dashboard.close();
    bookings.close();
    registry.close();
    broker.close();
    assertThat(FATAL).isEmpty();
  }

  @Test
  void everyWrongOrderIsRepairedAndBookedOnce() throws Exception {
    var blocks = COMMANDS.matcher(page).results().map(r -> r.group(1)).toList();
    assertThat(blocks).isNotEmpty();

    var script = "set -euo pipefail\n" + commands.prelude() + String.join("\n", blocks);
    var run = CommandRun.of(LIMIT, environment(), List.of("bash", "-c", script));

    assertThat(run.exitCode()).as(() -> run.out() + run.err()).isZero();
    assertThat(run.out()).contains("AWAITING_APPROVAL", "COMPLETED_WITH_PARKED");
    assertThat(run.out()).containsPattern("orders +37 +37 +the service answered with status 422");
    assertThat(run.err()).contains("nothing to redrive");
    assertThat(bookings.bookingsByOrder()).hasSize(Orders.WRONG);
    assertThat(bookings.bookingsByOrder().values()).allMatch(times -> times == 1);
    assertThat(bookings.bookings().values()).allMatch(WorkedIncidentIT::isRight);
    await().atMost(Duration.ofSeconds(60)).until(() -> dashboard.readRecords() == Orders.WRONG);
    assertThat(dashboard.highestLag()).as("lag of the live group").isBetween(1L, 300L);
  }

  private static boolean isRight(JsonNode order) {
    long total = order.path("items").asLong() * order.path("priceCents").asLong();
    return order.path("totalCents").asLong() == total
        && order.path("currency").asText().equals("EUR");
  }

  /** Returns the page's configuration with the addresses of this test. */
  private static WorkerConfig config() throws IOException {
    var shown =
        CONFIGURATION.matcher(page).results().map(r -> r.group(1)).findFirst().orElseThrow();
    assertThat(shown).contains("https://registry.example.com", "https://bookings.example.com");
    var tokens =
        Files.writeString(
            directory.resolve("tokens.yaml"),
            "tokens: [{principal: ann, sha256: '%s'}, {principal: ben, sha256: '%s'}]"
                .formatted(ANN.sha256Hex(), BEN.sha256Hex()));
    var policy =
        Files.writeString(
            directory.resolve("policy.yaml"),
            """
            bindings:
            - {principal: ann, role: operator, topics: ['*'], targets: ['*']}
            - {principal: ben, role: admin, topics: ['*'], targets: ['*']}
            """);
    var rest =
        """
        kafka: {bootstrapServers: '%s'}
        control: {slots: 4, replicationFactor: 1, session: 3s}
        http: {host: 127.0.0.1, port: 0, authentication: {tokens: %s, policy: %s}}
        """
            .formatted(broker.bootstrapServers(), tokens, policy);
    var file =
        Files.writeString(
            directory.resolve("worker.yaml"),
            rest
                + shown
                    .replace("https://registry.example.com", registry.uri().toString())
                    .replace("https://bookings.example.com", "http://127.0.0.1:" + bookings.port())
                    .replace("10.0.0.0/8", "127.0.0.0/8"));
    return ConfigFile.read(file, WorkerConfig.class);
  }

  /** Ann and Ben have a context each, with a token of their own. */
  private static Map<String, String> environment() throws IOException {
    var config = Files.createDirectories(directory.resolve("config/reprise"));
    Files.writeString(
        config.resolve("contexts.yaml"),
        """
        contexts:
        """
            + context("ann", ANN)
            + context("ben", BEN));
    return Map.of("XDG_CONFIG_HOME", directory.resolve("config").toString());
  }

  private static String context(String name, Token token) throws IOException {
    var file = Files.writeString(directory.resolve(name + ".token"), token.secret() + "\n");
    return "  %s: {worker: '%s', kafka: '%s', registry: '%s', tokenFile: '%s'}\n"
        .formatted(name, worker.uri(), broker.bootstrapServers(), registry.uri(), file);
  }
}
