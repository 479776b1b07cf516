package io.reprise.trials.bench.control;

import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.Stack;
import io.reprise.replay.target.TargetConfig;
import io.reprise.trials.bench.drive.ReplayRequest;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.bench.measure.Samples;
import io.reprise.trials.load.TopicLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Implements {@code bench control}: starts, pauses, resumes, throttles and cancels replays, many
 * times each.
 */
public final class ControlBench implements Bench {
  private static final String EVENTS = "bench-events";
  private static final String COPY = "bench-copy";
  private static final int PARTITIONS = 4;
  private static final int TRIES = 50;
  private static final int STARTS = 20;
  private static final double GOAL_SECONDS = 2;
  private static final double START_GOAL_SECONDS = 0.4;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    int tries = environment.effort().of(3, TRIES);
    var settings = environment.stack(Map.of(COPY, new TargetConfig.KafkaTopic(COPY)));
    try (var stack = Stack.start(settings)) {
      prepare(stack.bootstrapServers(), environment.effort().of(100_000, 1_000_000));
      try (var log = new AppendLog(stack.bootstrapServers(), COPY);
          var reader = new FirstVisible(stack.bootstrapServers(), COPY)) {
        var operator =
            new ReplayOperator(stack, new EffectTimes(log), ReplayRequest.whole(EVENTS, COPY));
        var figures = new ArrayList<Figure>();
        figures.add(starts(environment, operator, reader));
        figures.addAll(measure(environment, operator, tries));
        return figures;
      }
    }
  }

  private static void prepare(String bootstrapServers, int events) {
    DevTopics.ensure(bootstrapServers, PARTITIONS, EVENTS);
    DevTopics.ensure(
        bootstrapServers,
        new NewTopic(COPY, PARTITIONS, (short) 1)
            .configs(Map.of("message.timestamp.type", "LogAppendTime")));
    new TopicLoad(events, 1_000, 100).publish(bootstrapServers, EVENTS);
  }

  private static Figure starts(
      BenchEnvironment environment, ReplayOperator operator, FirstVisible reader)
      throws InterruptedException {
    var seconds = new ArrayList<Double>();
    int starts = environment.effort().of(3, STARTS);
    for (int i = 0; i < starts; i++) {
      reader.skipToEnd();
      long acceptedAt = operator.start();
      seconds.add((reader.awaitNanos() - acceptedAt) / 1e9);
      operator.cancel();
      environment.say("start %d: %.2f s", i + 1, seconds.get(i));
    }
    return Figure.atMost(
        "replay-start",
        new Samples(seconds),
        "s",
        START_GOAL_SECONDS,
        "the median time from the answer that accepts the start to the first record that a"
            + " read_committed reader of the target sees; no other replay runs");
  }

  private static List<Figure> measure(
      BenchEnvironment environment, ReplayOperator operator, int tries)
      throws InterruptedException {
    var pauses = new ArrayList<Double>();
    var resumes = new ArrayList<Double>();
    var rates = new ArrayList<Double>();
    var cancels = new ArrayList<Double>();
    operator.begin();
    for (int i = 0; i < tries; i++) {
      pauses.add(operator.pause() / 1e3);
      resumes.add(operator.resume() / 1e3);
      rates.add(operator.changeRate() / 1e3);
      environment.say(
          "try %d: pause %.2f s, resume %.2f s, rate %.2f s",
          i + 1, pauses.get(i), resumes.get(i), rates.get(i));
    }
    for (int i = 0; i < tries; i++) {
      cancels.add(operator.cancel() / 1e3);
      operator.begin();
      environment.say("try %d: cancel %.2f s", i + 1, cancels.get(i));
    }
    operator.cancel();
    return List.of(
        figure("control-pause", pauses, "from the request to the last record appended"),
            figure("control-resume", resumes, "from the request to the first record appended"),
        figure("control-cancel", cancels, "from the request to the last record appended"),
            figure(
                "control-rate",
                rates,
                "from the request to the end of the first 250 ms in which the rate is within 25 % of the new"
                    + " one"));
  }

  private static Figure figure(String name, List<Double> seconds, String what) {
    var samples = new Samples(seconds);
    return Figure.worstBelow(
        name,
        samples,
        "s",
        GOAL_SECONDS,
        "%s, measured by LogAppendTime in the target topic; median %.3f s"
            .formatted(what, samples.median()));
  }
}
