package io.reprise.trials.bench.overhead;

import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackLaunches;
import io.reprise.trials.bench.ingest.HttpPublisher;
import io.reprise.trials.bench.ingest.IngestBench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Rounds;
import io.reprise.trials.bench.overhead.OverheadFigures.Run;
import java.util.List;

/**
 * Measures what protections cost in {@code ingest-http}. Each service gets requests for a topic of
 * its own only: a service that has got one request for a topic reads from then on the ids of all
 * events that other services store in it.
 */
record IngestOverhead(
    BenchEnvironment environment, Stack stack, StackLaunches launches, BenchSecurity security) {
  private static final List<Protection> MEASURED = List.of(Protection.values());

  List<Figure> measure(Rounds rounds) throws InterruptedException {
    int events = environment.effort().of(10_000, 50_000);
    IngestBench.createTopics(
        stack, MEASURED.stream().map(IngestOverhead::topic).toArray(String[]::new));
    try (var publisher = HttpPublisher.start(environment.directory());
        var services =
            MeasuredServices.start(
                security,
                "ingest",
                MEASURED,
                (protection, name) ->
                    launches.ingest(
                        name, security.http(protection), security.tracing(protection, name)))) {
      services.requireProtection("POST", IngestOverhead::path);
      var runs = services.measure(rounds, service -> publish(publisher, service, events));
      return figures(events).of(runs);
    }
  }

  private static OverheadFigures figures(int events) {
    return new OverheadFigures(
        "ingest-http",
        "records",
        "CloudEvents of about %,d bytes in batches of %d over %d connections that are kept open; %,d events per run; the token file has %d tokens of others, the policy as many bindings"
            .formatted(
                HttpPublisher.EVENT_BYTES,
                HttpPublisher.BATCH,
                HttpPublisher.CONNECTIONS,
                events,
                BenchSecurity.OTHERS));
  }

  private static String topic(Protection protection) {
    return "bench-ingest-" + protection.word();
  }

  private static String path(Protection protection) {
    return "/api/v1/topics/" + topic(protection) + "/events";
  }

  private Run publish(HttpPublisher publisher, MeasuredService service, int events) {
    var protection = service.protection();
    double cpu = service.cpuSeconds();
    double seconds =
        publisher.publish(service.uri(), topic(protection), events, security.files(protection));
    var run = new Run(events, seconds, service.cpuSeconds() - cpu);
    environment.say(
        "ingest over HTTP, %s: %,.0f records/s, %,.0f records/CPU-s",
        protection.word(), run.perSecond(), run.perCpuSecond());
    return run;
  }
}
