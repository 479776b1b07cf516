package io.reprise.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.local.audit.FullFold;
import io.reprise.local.audit.ModelRows;
import io.reprise.local.process.ServiceProcess;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.Json;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.wire.WireFormat;
import io.reprise.store.OffsetRange;
import io.reprise.store.fold.SchemaLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds the demonstration's read model. A job, a process of {@code reprise rehydrate}, builds the
 * model from a generation of snapshots and the tail. The job is killed, and a second job resumes
 * it. Then every row is compared with a fold of the whole log.
 */
final class DemoReadModel {
  static final String REDUCER = "merge";
  private static final String MODEL = "users";
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration POLL_EVERY = Duration.ofMillis(2);
  private static final Duration ASK_EVERY = Duration.ofMillis(200);

  private final Stack stack;
  private final Consumer<String> narrate;

  /**
   * The result of building the read model.
   *
   * @param snapshots number of keys in the generation
   * @param rows number of rows that a reader of the model sees
   * @param differing number of rows that differ from the fold of the log
   * @param tail number of events that the second job folded after the snapshots were loaded
   * @param resumed whether the second job resumed the work of the killed job
   * @param seconds duration of the two jobs together
   */
  record Rebuilt(
      long snapshots, long rows, long differing, long tail, boolean resumed, double seconds) {}

  DemoReadModel(Stack stack, Consumer<String> narrate) {
    this.stack = stack;
    this.narrate = narrate;
  }

  /**
   * Waits until the compactor has folded every event in the log into snapshots. Then exports these
   * snapshots as a generation.
   *
   * @return the number of exported keys
   */
  long export() {
    var deadline = Deadline.after(LIMIT);
    while (!isCompacted(stack.compactor().snapshots())) {
      if (deadline.isPassed()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "the compactor did not reach the end of the log within %d s: %s"
                .formatted(LIMIT.toSeconds(), stack.compactor().snapshots()));
      }
      Interruption.sleep(ASK_EVERY);
    }
    var request = Json.json().createObjectNode().put("topic", Demo.TOPIC).put("reducer", REDUCER);
    var generation = stack.archiver().export(request, (kind, line) -> {});
    narrate.accept(
        "exported %d snapshots to S3 as generation %d"
            .formatted(generation.path("keys").asLong(), generation.path("generation").asLong()));
    return generation.path("keys").asLong();
  }

  private static boolean isCompacted(JsonNode snapshots) {
    for (var each : snapshots) {
      for (var partition : each.path("partitions")) {
        if (partition.at("/watermark/processedTo").asLong(-1) < partition.path("end").asLong()) {
          return false;
        }
      }
    }
    return !snapshots.isEmpty();
  }

  Rebuilt rebuild(long snapshots) {
    long begun = System.nanoTime();
    killHalfWay();
    var report = complete();
    double seconds = (System.nanoTime() - begun) / 1e9;
    narrate.accept(
        "run again, the job %s: version %d, %d rows, %d events of the tail"
            .formatted(
                report.path("opening").asText(),
                report.path("version").asInt(),
                report.path("rows").asLong(),
                report.path("tail").asLong()));
    var rows = ModelRows.read(stack.rehydration().target(), MODEL);
    var differences = differences(report, rows);
    differences.stream().limit(5).forEach(narrate);
    return new Rebuilt(
        snapshots,
        rows.rows().size(),
        differences.size(),
        report.path("tail").asLong(),
        report.path("opening").asText().equals("resumed"),
        Math.round(seconds * 100) / 100.0);
  }

  private ServiceProcess job() {
    return ServiceProcess.start(
        stack.rehydrationLaunch(
            "rehydrate",
            List.of(
                "--read-model",
                MODEL,
                "--topic",
                Demo.TOPIC,
                "--reducer",
                REDUCER,
                "--from",
                "generation",
                "--threads",
                "1",
                "-o",
                "jsonl")));
  }

  /** Kills the first job after the job has begun to fold the tail. */
  private void killHalfWay() {
    try (var job = job()) {
      while (job.isAlive() && !logOf(job).contains("tail: ")) {
        Interruption.sleep(POLL_EVERY);
      }
      boolean alive = job.isAlive();
      job.kill();
      narrate.accept(
          alive
              ? "killed the rehydration (SIGKILL) while it applied the tail"
              : "the rehydration ended before it could be killed: " + job.lastLogLine());
    }
  }

  private static String logOf(ServiceProcess job) {
    try {
      return Files.readString(job.launch().log());
    } catch (IOException e) {
      throw new UncheckedIOException("a job's log cannot be read", e);
    }
  }

  private JsonNode complete() {
    try (var job = job()) {
      return json(job.awaitOutput(LIMIT));
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.json().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException("a job's report is not JSON: " + text, e);
    }
  }

  private List<String> differences(JsonNode report, ModelRows rows) {
    try (var sources = stack.sources()) {
      var truth = new FullFold(sources.reducers().find(REDUCER, null).create(sources.schemas()));
      report
          .path("ends")
          .fields()
          .forEachRemaining(
              end ->
                  truth.add(
                      sources.log(),
                      Demo.TOPIC,
                      Integer.parseInt(end.getKey()),
                      new OffsetRange(0, end.getValue().asLong())));
      return rows.differences(truth.states(), state -> text(sources.schemas(), state));
    }
  }

  private static String text(SchemaLookup schemas, byte[] state) {
    var schema = schemas.byId(WireFormat.schemaId(state).orElseThrow());
    return ModelRows.canonical(AvroJson.decode(state, WireFormat.PREFIX_BYTES, schema).toString());
  }
}
