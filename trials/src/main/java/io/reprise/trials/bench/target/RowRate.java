package io.reprise.trials.bench.target;

import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.drive.RunningReplay;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.PeerComparison;
import io.reprise.trials.bench.peer.ToolProcess;
import java.util.List;

/**
 * Measures {@code target-jdbc}: a replay into a table, and a client that inserts rows of the same
 * size in batches and reads nothing.
 */
record RowRate(BenchEnvironment environment, Stack stack, RowTable table) {
  private static final double GOAL = 0.6;
  private static final String PEER = "batched inserts";

  Figure measure() throws InterruptedException {
    int warmUps = environment.effort().of(1, 2);
    int pairs = environment.effort().of(2, 5);
    try (var client =
        ToolProcess.start(
            RowLoad.class.getName(),
            List.of("-Xmx512m"),
            System.getProperty("java.class.path"),
            environment.directory().resolve("row-load.log"))) {
      return Figure.ofPairs(
          "target-jdbc",
          PeerComparison.interleaved(warmUps, pairs, this::replay, () -> insert(client)),
          "rows/s",
          PEER,
          GOAL,
          "%,d rows of %,d bytes into a table without an index; the replay from its first delivered records to its end, with %d shards at a time, exactly once; the peer is a JDBC client with as many sessions, %d rows a batch and a transaction for each batch"
              .formatted(
                  rows(), TargetsBench.EVENT_BYTES, TargetsBench.SHARDS, RowLoad.BATCH_ROWS));
    }
  }

  private int rows() {
    return environment.effort().of(40_000, 200_000);
  }

  private double replay() throws InterruptedException {
    table.clear();
    var request =
        ReplayRequest.whole(TargetsBench.EVENTS, TargetsBench.ROWS)
            .to(rows() / TargetsBench.PARTITIONS);
    var rates = RunningReplay.start(stack.api(), request).awaitRates();
    rates.whole().requireDelivered(rows());
    double rate = rates.afterStart().recordsPerSecond();
    environment.say("replay into a table: %,.0f rows/s", rate);
    return rate;
  }

  private double insert(ToolProcess client) {
    table.clear();
    var printed =
        client.run(
            List.of(
                table.url(),
                Integer.toString(rows()),
                Integer.toString(TargetsBench.SHARDS),
                Integer.toString(TargetsBench.EVENT_BYTES)));
    double rate = rows() / Double.parseDouble(printed.get(0));
    environment.say("%s: %,.0f rows/s", PEER, rate);
    return rate;
  }
}
