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
 * Implements {@code bench control}: pauses, resumes, throttles and cancels replays, many times
 * each.
 */
public final class ControlBench implements Bench {
  private static final String EVENTS = "bench-events";
  private static final String COPY = "bench-copy";
  private static final int PARTITIONS = 4;
  private static final int TRIES = 50;
  private static final double GOAL_SECONDS = 2;

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    int tries = environment.effort().of(3, TRIES);
    var settings = environment.stack(Map.of(COPY, new TargetConfig.KafkaTopic(COPY)));
    try (var stack = Stack.start(settings)) {
      prepare(stack.bootstrapServers(), environment.effort().of(100_000, 1_000_000));
      try (var log = new AppendLog(stack.bootstrapServers(), COPY)) {
        var operator =
            new ReplayOperator(stack, new EffectTimes(log), ReplayRequest.whole(EVENTS, COPY));
        return measure(environment, operator, tries);
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
