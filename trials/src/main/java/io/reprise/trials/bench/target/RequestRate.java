package io.reprise.trials.bench.target;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.peer.ToolProcess;
import java.util.List;

/**
 * Measures {@code target-http}: a replay to a service, and a client that sends requests of the same
 * size to the same service and reads nothing.
 */
record RequestRate(BenchEnvironment environment, Stack stack, CountingService service) {
  private static final double GOAL = 0.8;
  private static final String PEER = "the JDK's HTTP client";
  private static final int IN_FLIGHT = TargetsBench.SHARDS * CountingService.CONCURRENCY;

  Figure measure() throws InterruptedException {
    int warmUps = environment.effort().of(1, 2);
    int pairs = environment.effort().of(2, 5);
    try (var client =
        ToolProcess.start(
            RequestLoad.class.getName(),
            List.of("-Xmx512m"),
            System.getProperty("java.class.path"),
            environment.directory().resolve("request-load.log"))) {
      return Figure.ofPairs(
          "target-http",
          PeerComparison.interleaved(warmUps, pairs, this::replay, () -> send(client)),
          "requests/s",
          PEER,
          GOAL,
          "%,d requests of %,d bytes over HTTP/1.1; the replay with the ordering KEY from its first delivered records to its end, with %d shards at a time of %d requests each; the peer has %d requests under way and keeps no order"
              .formatted(
                  requests(),
                  TargetsBench.EVENT_BYTES,
                  TargetsBench.SHARDS,
                  CountingService.CONCURRENCY,
                  IN_FLIGHT));
    }
  }

  private int requests() {
    return environment.effort().of(16_000, 80_000);
  }

  private double replay() throws InterruptedException {
    long before = service.requests();
    var request =
        ReplayRequest.whole(TargetsBench.EVENTS, TargetsBench.HOOK)
            .ordered("KEY")
            .to(requests() / TargetsBench.PARTITIONS);
    var rates = RunningReplay.start(stack.api(), request).awaitRates();
    rates.whole().requireDelivered(requests());
    if (service.requests() - before < requests()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the service got only %d requests".formatted(service.requests() - before));
    }
    double rate = rates.afterStart().recordsPerSecond();
    environment.say("replay to a service: %,.0f requests/s", rate);
    return rate;
  }

  private double send(ToolProcess client) {
    var printed =
        client.run(
            List.of(
                service.uri(),
                Integer.toString(requests()),
                Integer.toString(IN_FLIGHT),
                Integer.toString(TargetsBench.EVENT_BYTES)));
    double rate = requests() / Double.parseDouble(printed.get(0));
    environment.say("%s: %,.0f requests/s", PEER, rate);
    return rate;
  }
}
