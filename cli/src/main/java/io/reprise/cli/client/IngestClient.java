package io.reprise.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.runtime.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The ingest service's API. Thread-safe; errors are {@code CommandFailure}s. */
public final class IngestClient {
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST_TRIES = 20;

  private final ServiceClient http;

  public IngestClient(URI address) {
    this.http = new ServiceClient("ingest service", List.of(address));
  }

  /**
   * Sends a batch, and again as long as the service is busy: ids make that harmless.
   *
   * @return an answer for each event, in order
   */
  public JsonNode publish(String topic, ArrayNode events) {
    var path = "/api/v1/topics/" + WorkerClient.encode(topic) + "/events";
    for (int i = 1; ; i++) {
      try {
        return http.json("POST", path, events.toString(), LIMIT, BATCH);
      } catch (CommandFailure e) {
        if (e.exitCode() != ExitCode.UNREACHABLE || i == MOST_TRIES) {
          throw e;
        }
        rest();
      }
    }
  }

  private static void rest() {
    try {
      Thread.sleep(250);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted", e);
    }
  }

  /** An empty batch to fill. */
  public static ArrayNode batch() {
    return Json.json().createArrayNode();
  }
}
