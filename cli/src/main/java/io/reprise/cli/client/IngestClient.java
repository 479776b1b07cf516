package io.reprise.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.cli.context.Address;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls the HTTP API of the ingest service. Thread-safe. Every failure is a {@code CommandFailure}
 * with an exit code.
 */
public final class IngestClient {
  private static final String SERVICE = "ingest service";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);
  private static final Duration RETRY_LIMIT = Duration.ofSeconds(5);
  private static final Duration BACK_OFF = Duration.ofMillis(250);

  private final ServiceClient http;
  private final Duration connectLimit;
  private final Consumer<String> onRetry;

  /** Creates a client that makes further attempts for 5 s if the service cannot be reached. */
  public IngestClient(URI address) {
    this(new ServiceClient(SERVICE, List.of(address)), RETRY_LIMIT, cause -> {});
  }

  /** Creates a client as {@link #IngestClient(URI)} does. */
  public IngestClient(Address address) {
    this(address, RETRY_LIMIT, cause -> {});
  }

  /**
   * Creates a client.
   *
   * @param connectLimit how long {@link #publish} makes further attempts while the service accepts
   *     no connection. While the service answers that it is busy or not ready, the limit is 5 s
   * @param onRetry called with the cause before each further attempt
   */
  public IngestClient(Address address, Duration connectLimit, Consumer<String> onRetry) {
    this(new ServiceClient(SERVICE, address), connectLimit, onRetry);
  }

  private IngestClient(ServiceClient http, Duration connectLimit, Consumer<String> onRetry) {
    this.http = http;
    this.connectLimit = connectLimit;
    this.onRetry = onRetry;
  }

  /**
   * Publishes a batch. Retries while the service is busy or unreachable, which is safe: the service
   * stores events with the same source and id only once.
   *
   * @return one answer for each event, in the order of the events
   */
  public JsonNode publish(String topic, ArrayNode events) {
    var path = "/api/v1/topics/" + WorkerClient.encode(topic) + "/events";
    var connecting = Deadline.after(connectLimit);
    var waiting = Deadline.after(RETRY_LIMIT);
    while (true) {
      try {
        var answer =
            http.json("POST", path, events.toString(), LIMIT, BATCH, IngestClient::isRefusedBatch);
        return answer.isArray() ? answer : answer.path("results");
      } catch (CommandFailure e) {
        if (isUnknown(e)) {
          throw new CommandFailure(
              ExitCode.OUTCOME_UNKNOWN,
              "%s. An event with the same source and id is stored once, so publishing the events again is safe"
                  .formatted(e.getMessage()),
              e);
        }
        boolean refused = e.getCause() instanceof IOException;
        if (e.exitCode() != ExitCode.UNREACHABLE || (refused ? connecting : waiting).isPassed()) {
          throw e;
        }
        onRetry.accept(String.valueOf(e.getMessage()));
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

  /** Returns whether a request was sent and got no answer, so that events may be stored. */
  private static boolean isUnknown(CommandFailure failure) {
    return failure.exitCode() != ExitCode.UNREACHABLE
        && failure.getCause() instanceof IOException cause
        && !(cause instanceof JsonProcessingException);
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

  /** Returns what the health check of the service tells, as a sentence without a period. */
  public String health() {
    try {
      http.json("GET", "/health/ready", "", HEALTH_LIMIT);
      return "its health check finds no fault";
    } catch (CommandFailure e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Returns a new empty batch. */
  public static ArrayNode batch() {
    return Json.json().createArrayNode();
  }
}
