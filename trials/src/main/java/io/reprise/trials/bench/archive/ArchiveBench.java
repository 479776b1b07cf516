package io.reprise.trials.bench.archive;

import io.reprise.archiver.topic.ArchiveMode;
import io.reprise.local.dev.DevTopics;
import io.reprise.local.stack.ArchiveSettings;
import io.reprise.local.stack.Stack;
import io.reprise.local.stack.StackSettings;
import io.reprise.replay.target.TargetConfig;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.trials.bench.measure.Bench;
import io.reprise.trials.bench.measure.BenchEffort;
import io.reprise.trials.bench.measure.BenchEnvironment;
import io.reprise.trials.bench.measure.Figure;
import io.reprise.trials.load.TopicLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Implements {@code bench archive}. Uses two topics with the same events: one stays in Kafka, the
 * other is archived and trimmed completely.
 */
public final class ArchiveBench implements Bench {
  static final String HOT = "bench-hot";
  static final String COLD = "bench-cold";
  static final String NOWHERE = "nowhere";
  static final int PARTITIONS = 8;
  static final int USERS = 10_000;
  private static final int EVENT_BYTES = 1024;
  private static final int THREADS = 2;

  /**
   * An archive cache so small that it drops every block before the block is needed again. A replay
   * therefore reads all blocks from the object store.
   */
  private static final CacheConfig NO_CACHE = new CacheConfig(1, 1, null);

  private static final CacheConfig LARGE_CACHE = new CacheConfig(64, 4096, null);

  /** The object name prefix of the archive from which workers read. */
  private static final String MOVED = "moved";

  @Override
  public List<Figure> measure(BenchEnvironment environment) throws InterruptedException {
    var load =
        TopicLoad.compressible(environment.effort().of(200_000, 2_000_000), USERS, EVENT_BYTES);
    var settings =
        environment
            .stack(Map.of(NOWHERE, new TargetConfig.Discard(null)))
            .withWorkers(1)
            .withRunningShards(THREADS);
    var figures = new ArrayList<Figure>();
    try (var stack = Stack.start(with(settings, NO_CACHE))) {
      publish(environment, stack, load);
      figures.addAll(new ArchiveRate(environment, stack, load).measure());
      move(environment, stack);
      figures.add(new ColdRate(environment, stack).measure("cold-replay", ColdRate.COLD_GOAL));
      figures.addAll(new KeyReplay(environment, stack).measure());
    }
    try (var stack = Stack.start(with(settings, LARGE_CACHE))) {
      var cached = new ColdRate(environment, stack);
      cached.replay(COLD);
      figures.add(cached.measure("cached-replay", ColdRate.CACHED_GOAL));
    }
    if (environment.effort() == BenchEffort.FULL) {
      figures.add(heap(environment, settings));
    }
    return figures;
  }

  private static Figure heap(BenchEnvironment environment, StackSettings settings)
      throws InterruptedException {
    try (var stack = Stack.start(with(settings, NO_CACHE).withWorkers(0))) {
      return new ArchiverHeap(environment, stack).measure();
    }
  }

  private static StackSettings with(StackSettings settings, CacheConfig cache) {
    return settings.withArchive(new ArchiveSettings(Map.of(), MOVED, cache, Map.of(), null));
  }

  private static void publish(BenchEnvironment environment, Stack stack, TopicLoad load) {
    environment.say("publishing %,d events of %,d bytes, twice", load.events(), load.bytes());
    DevTopics.ensure(stack.bootstrapServers(), PARTITIONS, HOT, COLD);
    load.publish(stack.bootstrapServers(), HOT);
    load.publish(stack.bootstrapServers(), COLD);
  }

  /**
   * Archives the topic {@link #COLD} under the prefix from which workers read, and trims the whole
   * topic from Kafka.
   */
  private static void move(BenchEnvironment environment, Stack stack) throws InterruptedException {
    ArchiverRun.start(stack, COLD, ArchiveMode.MOVE, MOVED).awaitTrimmed();
    stack.stopArchiver();
    environment.say("moved: Kafka has no record of %s any more", COLD);
  }
}
