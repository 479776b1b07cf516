package io.reprise.trials.bench.user;

import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Samples;
import io.reprise.trials.bench.peer.ToolProcess;
import io.reprise.trials.load.TopicLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Implements {@code bench user}: measures how fast the events of single users are read. The figure
 * is a baseline and has no goal. The measurement runs in a JVM of its own.
 */
public final class UserBench implements Bench {
  private static final String EVENTS = "bench-events";
  private static final int PARTITIONS = 8;
  private static final int EVENTS_PER_USER = 1_000;
  private static final int EVENT_BYTES = 1_024;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    int users = environment.effort().of(20, 100);
    int runs = environment.effort().of(2, 5);
    try (var stack = Stack.start(environment.stack(Map.of()).withWorkers(0))) {
      DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, EVENTS);
      new TopicLoad(users * EVENTS_PER_USER, users, EVENT_BYTES)
          .publish(stack.bootstrapServers(), EVENTS);
      var rates = rates(environment, stack.bootstrapServers(), users, runs);
      return List.of(
          Figure.baseline(
              "user-read",
              rates,
              "users/s",
              "EventLog.read(topic, key, range) for one user after the other on one thread; %d users with %,d events each of %,d bytes in %d partitions; each read scans the whole partition of its key"
                  .formatted(users, EVENTS_PER_USER, EVENT_BYTES, PARTITIONS)));
    }
  }

  private static Samples rates(
      BenchEnvironment environment, String bootstrapServers, int users, int runs) {
    var rates = new ArrayList<Double>();
    try (var reader =
        ToolProcess.start(
            UserReads.class.getName(),
            List.of("-Xmx512m", "-Dreprise.log.level=WARN", "-Dreprise.kafka.log.level=ERROR"),
            System.getProperty("java.class.path"),
            environment.directory().resolve("user-reads.log"))) {
      var arguments =
          List.of(
              bootstrapServers, EVENTS, Integer.toString(users), Integer.toString(EVENTS_PER_USER));
      reader.run(arguments);
      for (int i = 0; i < runs; i++) {
        double seconds = Double.parseDouble(reader.run(arguments).get(0));
        rates.add(users / seconds);
        environment.say("read by key: %.1f users/s", users / seconds);
      }
    }
    return new Samples(rates);
  }
}
