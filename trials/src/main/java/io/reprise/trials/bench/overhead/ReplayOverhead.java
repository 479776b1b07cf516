package io.reprise.trials.bench.overhead;

import io.reprise.cli.client.WorkerClient;
import io.reprise.cli.context.Address;
import io.reprise.cli.context.Endpoint;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackLaunches;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Rounds;
import io.reprise.trials.bench.overhead.OverheadFigures.Run;
import io.reprise.trials.load.TopicLoad;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Measures what protections cost in {@code replay-discard}. Each worker has control topics of its
 * own; all workers read the same topic.
 */
record ReplayOverhead(
    BenchEnvironment environment, Stack stack, StackLaunches launches, BenchSecurity security) {
  private static final List<Protection> MEASURED =
      List.of(Protection.PLAIN, Protection.CONTROL, Protection.TRACING, Protection.SECURED);

  private static final String EVENTS = "bench-events";
  private static final int PARTITIONS = 8;
  private static final int USERS = 10_000;
  private static final int EVENT_BYTES = 1_024;

  /** One event in so many was stored by a request that was sampled. */
  private static final int SAMPLED = 100;

  void publish() {
    environment.say("publishing %,d events of %,d bytes", events(), EVENT_BYTES);
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, EVENTS);
    new TopicLoad(events(), USERS, EVENT_BYTES)
        .publish(stack.bootstrapServers(), EVENTS, ReplayOverhead::headers);
  }

  private int events() {
    return environment.effort().of(100_000, 500_000);
  }

  /** Returns the headers with which ingest stores an event. */
  private static List<Header> headers(int number) {
    var headers = new ArrayList<Header>();
    headers.add(header("ce_specversion", "1.0"));
    headers.add(header("ce_id", Integer.toString(number)));
    headers.add(header("ce_source", "/bench/source"));
    headers.add(header("ce_type", "bench.measured"));
    headers.add(header("ce_time", "2026-01-01T00:00:00.000Z"));
    headers.add(header("content-type", "application/vnd.confluent.avro"));
    if (number % SAMPLED == 0) {
      headers.add(header("traceparent", "00-%032x-%016x-01".formatted(number + 1, number + 1)));
    }
    return headers;
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Requires the events of {@link #publish()}. */
  List<Figure> measure(Rounds rounds) throws InterruptedException {
    try (var services =
        MeasuredServices.start(
            security,
            "worker",
            MEASURED,
            (protection, name) ->
                launches.separateWorker(
                    name, security.http(protection), security.tracing(protection, name)))) {
      services.requireProtection("GET", protection -> "/api/v1/replays");
      var runs = services.measure(rounds, this::replay);
      return figures().of(runs);
    }
  }

  private OverheadFigures figures() {
    return new OverheadFigures(
        "replay-discard",
        "MiB",
        "one worker delivers %,d events of %,d bytes to nowhere, from the replay's start to its end; the events have the headers of CloudEvents, and one in %d has the trace context of a sampled request, so that with tracing the slices are sampled too"
            .formatted(events(), EVENT_BYTES, SAMPLED));
  }

  private Run replay(MeasuredService service) throws InterruptedException {
    var protection = service.protection();
    var address =
        Address.given(Endpoint.WORKER, service.uri().toString()).with(security.files(protection));
    double cpu = service.cpuSeconds();
    var finished =
        RunningReplay.start(
                new WorkerClient(address), ReplayRequest.whole(EVENTS, OverheadBench.NOWHERE))
            .awaitCompletion(events());
    double used = service.cpuSeconds() - cpu;
    double rate = finished.mebibytesPerSecond();
    double mebibytes = finished.bytes() / (double) (1 << 20);
    var run = new Run(mebibytes, mebibytes / rate, used);
    environment.say(
        "replay to nowhere, %s: %,.0f MiB/s, %,.0f MiB/CPU-s",
        protection.word(), run.perSecond(), run.perCpuSecond());
    return run;
  }
}
