package io.reprise.trials.bench.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Waits for the end, or for another state, of a replay that was started, and measures its rate.
 * Thread-safe.
 */
public final class RunningReplay {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Set<String> ACCEPTED = Set.of("again", "allowSideEffects");

  private final WorkerClient api;
  private final String id;

  private RunningReplay(WorkerClient api, String id) {
    this.api = api;
    this.id = id;
  }

  /**
   * Starts a replay, even if an earlier one has delivered the same offsets into the same target:
   * measurements are repeated.
   */
  public static RunningReplay start(WorkerClient api, ReplayRequest request) {
    return start(api, request.spec());
  }

  /** As the other {@code start}, with a spec, which may name a target with side effects. */
  public static RunningReplay start(WorkerClient api, ObjectNode spec) {
    var hash = api.plan(spec).path("hash").asText();
    return new RunningReplay(api, api.start(spec, hash, ACCEPTED).path("id").asText());
  }

  public String id() {
    return id;
  }

  public JsonNode summary() {
    return api.replay(id).path("summary");
  }

  /** Waits until the replay's summary satisfies {@code wanted}, and returns this summary. */
  public JsonNode await(String what, Predicate<JsonNode> wanted) throws InterruptedException {
    var deadline = Deadline.after(LIMIT);
    while (true) {
      var summary = summary();
      if (wanted.test(summary)) {
        return summary;
      }
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "replay %s was not %s within %d s: %s".formatted(id, what, LIMIT.toSeconds(), summary));
      }
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  public JsonNode awaitState(String state) throws InterruptedException {
    return await(state, s -> s.path("state").asText().equals(state));
  }

  /**
   * Waits for the end of the replay, and measures its rate while {@code shards} shards were
   * running.
   *
   * @return records delivered per second between the first and the last moment at which {@code
   *     shards} shards were running
   */
  public double recordsPerSecondWhileRunning(int shards) throws InterruptedException {
    var full = new ArrayList<Moment>();
    await(
        "ended",
        summary -> {
          if (summary.path("running").asInt() == shards) {
            full.add(new Moment(System.nanoTime(), delivered(summary)));
          }
          return !summary.path("endedAt").isMissingNode();
        });
    awaitCompletion();
    if (full.size() < 2) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "replay %s never ran %d shards at the same time: it has too few shards for these workers"
              .formatted(id, shards));
    }
    var first = full.get(0);
    var last = full.get(full.size() - 1);
    return (last.delivered - first.delivered) * 1e9 / (last.atNanos - first.atNanos);
  }

  private record Moment(long atNanos, long delivered) {}

  /**
   * Waits for the end of the replay. Fails if the replay did not complete, or if it delivered fewer
   * than {@code least} records.
   */
  public FinishedReplay awaitCompletion(long least) throws InterruptedException {
    var finished = awaitCompletion();
    finished.requireDelivered(least);
    return finished;
  }

  /**
   * Waits for the end of the replay, and measures it with and without its start. The moment of the
   * first delivered records is accurate to about 50 ms, because the summary is polled. Fails if the
   * replay ended in another state than COMPLETED.
   */
  public ReplayRates awaitRates() throws InterruptedException {
    var first = await("delivering", s -> delivered(s) > 0 || !s.path("endedAt").isMissingNode());
    var firstAt = Instant.now();
    var summary = awaitEnd();
    var rest =
        new FinishedReplay(
            delivered(summary) - delivered(first),
            bytes(summary) - bytes(first),
            Duration.between(firstAt, time(summary, "endedAt")));
    return new ReplayRates(finished(summary), rest);
  }

  /** Waits for the end of the replay. Fails if the replay ended in another state than COMPLETED. */
  public FinishedReplay awaitCompletion() throws InterruptedException {
    return finished(awaitEnd());
  }

  private JsonNode awaitEnd() throws InterruptedException {
    var summary = await("ended", s -> !s.path("endedAt").isMissingNode());
    if (!summary.path("state").asText().equals("COMPLETED")) {
      throw new CommandFailure(ExitCode.FAILED, "the replay did not complete: " + summary);
    }
    return summary;
  }

  private static FinishedReplay finished(JsonNode summary) {
    return new FinishedReplay(
        delivered(summary),
        bytes(summary),
        Duration.between(time(summary, "startedAt"), time(summary, "endedAt")));
  }

  private static long delivered(JsonNode summary) {
    return summary.at("/counts/delivered").asLong();
  }

  private static long bytes(JsonNode summary) {
    return summary.at("/counts/bytes").asLong();
  }

  private static Instant time(JsonNode summary, String field) {
    return Instant.parse(summary.path(field).asText());
  }
}
