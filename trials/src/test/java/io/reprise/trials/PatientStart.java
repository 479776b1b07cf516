package io.reprise.trials;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Starts a replay on a machine that may be too busy to answer in time. If the outcome of a request
 * is unknown, looks for the replay before it repeats the request, as an operator is told to do.
 */
public final class PatientStart {
  private static final int MOST_REQUESTS = 5;
  private static final Duration LIMIT = Duration.ofSeconds(300);
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(90);

  private PatientStart() {}

  /**
   * Returns the id of the started replay.
   *
   * @param spec a replay into a target that has no other replay
   */
  public static String of(WorkerClient workers, ObjectNode spec) {
    var hash =
        await()
            .atMost(LIMIT)
            .ignoreExceptionsInstanceOf(CommandFailure.class)
            .until(() -> workers.plan(spec).path("hash").asText(), each -> true);
    for (int request = 1; ; request++) {
      try {
        return workers.start(spec, hash).path("id").asText();
      } catch (CommandFailure e) {
        System.out.println("start of a replay: " + e.getMessage());
        var found = find(workers, spec.path("target").asText());
        if (found.isPresent()) {
          return found.get();
        }
        if (request == MOST_REQUESTS) {
          throw e;
        }
      }
    }
  }

  private static Optional<String> find(WorkerClient workers, String target) {
    try {
      return Optional.of(
          await()
              .atMost(VISIBLE_WITHIN)
              .ignoreExceptionsInstanceOf(CommandFailure.class)
              .until(
                  () -> workers.list("?target=" + target).at("/replays/0/id").asText(),
                  id -> !id.isEmpty()));
    } catch (ConditionTimeoutException e) {
      return Optional.empty();
    }
  }
}
