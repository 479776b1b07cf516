package io.reprise.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.Address;
import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Calls the HTTP API of the ingest service. Thread-safe. Every failure is a {@code CommandFailure}
 * with an exit code.
 */
public final class IngestClient {
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_ATTEMPTS = 20;
  private static final Duration BACK_OFF = Duration.ofMillis(250);

  private final ServiceClient http;

  public IngestClient(URI address) {
    this.http = new ServiceClient("ingest service", List.of(address));
  }

  public IngestClient(Address address) {
    this.http = new ServiceClient("ingest service", address);
  }

  /**
   * Publishes a batch. Retries while the service is busy or unreachable, which is safe: the service
   * stores events with the same source and id only once.
   *
   * @return one answer for each event, in the order of the events
   */
  public JsonNode publish(String topic, ArrayNode events) {
    var path = "/api/v1/topics/" + WorkerClient.encode(topic) + "/events";
    for (int attempt = 1; ; attempt++) {
      try {
        var answer =
            http.json("POST", path, events.toString(), LIMIT, BATCH, IngestClient::isRefusedBatch);
        return answer.isArray() ? answer : answer.path("results");
      } catch (CommandFailure e) {
        if (e.exitCode() != ExitCode.UNREACHABLE || attempt == MAX_ATTEMPTS) {
          throw e;
        }
        backOff();
      }
    }
  }

  /**
   * Returns whether a problem says that no event of a batch was stored, and also holds the answer
   * to each event.
   */
  private static boolean isRefusedBatch(JsonNode problem) {
    return problem.path("status").asInt() == 422 && problem.path("results").isArray();
  }

  private static void backOff() {
    Interruption.getOr(
        () -> {
          TimeUnit.MILLISECONDS.sleep(BACK_OFF.toMillis());
          return true;
        },
        IngestClient::interrupted);
  }

  /**
   * Throws the failure of a command whose thread was interrupted while the command published
   * events.
   *
   * @return nothing: the method always throws
   * @throws CommandFailure always, with {@code cause} as its cause
   */
  public static <T> T interrupted(InterruptedException cause) {
    throw new CommandFailure(
        ExitCode.FAILED, "interrupted while publishing: some events may be stored", cause);
  }

  /** Returns a new empty batch. */
  public static ArrayNode batch() {
    return Json.json().createArrayNode();
  }
}
