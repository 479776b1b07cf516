package io.reprise.trials.soak;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.archiver.topic.TopicConfig;
import io.reprise.compactor.topic.ReducerConfig;
import io.reprise.kafka.time.Deadline;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.dev.ExampleSchema;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.SnapshotSettings;
import io.reprise.local.stack.Stack;
import io.reprise.runtime.json.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Publishes at a steady rate while replays run one after another, an archiver moves the topic to
 * the object store and a compactor folds it, and restarts all services again and again. Then
 * balances what was acknowledged against what each service has. A failure is reported at once and
 * does not end the soak. An instance is used once.
 */
final class Soak {
  static final String TARGET = "copies";
  static final String TARGET_TOPIC = "soak-copies";
  static final String TOPIC = "user-events";
  static final String REDUCER = "count-by-type";
  private static final int PARTITIONS = 4;
  private static final Duration FIRST_EVENTS_LIMIT = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Stack stack;
  private final SoakPlan plan;
  private final Consumer<String> narrate;
  private final SoakFailures failures;
  private final UsageSamples samples;
  private final ServiceRestarts restarts;

  Soak(Stack stack, SoakPlan plan, Consumer<String> narrate) {
    this.stack = stack;
    this.plan = plan;
    this.narrate = narrate;
    this.failures = new SoakFailures(narrate);
    this.samples = new UsageSamples(stack, failures);
    this.restarts = new ServiceRestarts(stack, failures, narrate);
  }

  /** Returns archive settings with which nearly all of the topic is in the object store only. */
  static ArchiveSettings archive() {
    return ArchiveSettings.of(
        Map.of(
            TOPIC,
            new TopicConfig(
                ArchiveMode.MOVE,
                Duration.ZERO,
                ByteSize.ofMiB(1),
                ByteSize.ofMiB(1),
                Duration.ofSeconds(10),
                null,
                List.of(),
                Duration.ofHours(1))));
  }

  static SnapshotSettings snapshots() {
    return SnapshotSettings.of(Map.of(TOPIC, List.of(new ReducerConfig(REDUCER, 1, null))));
  }

  SoakReport run() throws InterruptedException {
    long begun = System.nanoTime();
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, TOPIC, TARGET_TOPIC);
    ExampleSchema.register(stack.registry());
    stack.startSnapshots();
    try (var publisher = new SteadyPublisher(stack.ingest(), TOPIC, plan.perSecond(), failures);
        var replays = new RollingReplays(stack, TOPIC, TARGET, TARGET_TOPIC, failures)) {
      long published = System.nanoTime();
      publisher.start();
      failures.check(
          Deadline.after(FIRST_EVENTS_LIMIT).await(() -> publisher.acknowledged() > 0, PAUSE),
          "no event was acknowledged after %d s",
          FIRST_EVENTS_LIMIT.toSeconds());
      replays.start();
      keepOn(published, publisher, replays);
      publisher.stop();
      double publishing = seconds(published);
      replays.stop();
      samples.take();
      return report(publisher.acknowledged(), publishing, replays, begun);
    }
  }

  /** Measures and restarts services until the time has passed or the publisher has failed. */
  private void keepOn(long begun, SteadyPublisher publisher, RollingReplays replays)
      throws InterruptedException {
    long end = begun + plan.time().toNanos();
    long nextSample = begun + plan.sampleEvery().toNanos();
    long nextRestart = begun + plan.restartEvery().toNanos();
    while (publisher.isRunning()) {
      sleepUntil(Math.min(end, Math.min(nextSample, nextRestart)));
      long now = System.nanoTime();
      if (now - end >= 0) {
        return;
      }
      restarts.reviveEnded(stack.settings().workers());
      sample(begun, publisher, replays);
      nextSample = now + plan.sampleEvery().toNanos();
      if (now - nextRestart >= 0) {
        restarts.restartAll();
        nextRestart = System.nanoTime() + plan.restartEvery().toNanos();
      }
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos - System.nanoTime()));
  }

  private void sample(long begun, SteadyPublisher publisher, RollingReplays replays) {
    if (System.nanoTime() - begun < plan.warmUp().toNanos()) {
      samples.warmUp();
    } else {
      samples.take();
    }
    var delivered = replays.delivered();
    narrate.accept(
        "%d of %d s: %,d events acknowledged, %d replays delivered %,d (wrong %d, missing %d, duplicated %d, out of order %d), %d restarts, %d failures; %s"
            .formatted(
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
                plan.time().toSeconds(),
                publisher.acknowledged(),
                replays.replays(),
                delivered.delivered(),
                replays.wrong(),
                delivered.missing(),
                delivered.duplicated(),
                delivered.outOfOrder(),
                restarts.restarts(),
                failures.count(),
                samples.latest()));
  }

  private SoakReport report(
      long acknowledged, double publishing, RollingReplays replays, long begun) {
    narrate.accept("%,d events acknowledged, balancing".formatted(acknowledged));
    var balance = new SoakBalance(stack, acknowledged, failures).check();
    failures.check(replays.replays() > 0, "no replay has ended");
    var growth = samples.growth();
    growth.forEach(each -> failures.check(each.flat(), "the use of a service grows: %s", each));
    var delivered = replays.delivered();
    return new SoakReport(
        acknowledged,
        Math.round(acknowledged / publishing),
        balance,
        replays.replays(),
        replays.wrong(),
        delivered.delivered(),
        replays.fromArchive(),
        delivered.missing(),
        delivered.duplicated(),
        delivered.altered(),
        delivered.outOfOrder(),
        restarts.restarts(),
        restarts.repeatedStarts(),
        growth,
        seconds(begun),
        failures.count(),
        failures.sentences());
  }

  private static double seconds(long sinceNanos) {
    return Math.round((System.nanoTime() - sinceNanos) / 1e8) / 10.0;
  }
}
