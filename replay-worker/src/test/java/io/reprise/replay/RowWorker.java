package io.reprise.replay;

import io.reprise.kafka.time.Deadline;
import io.reprise.replay.checkpoint.ShardCounts;
import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import io.reprise.runtime.trace.Tracing;
import io.reprise.store.object.s3.S3RequestObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** A worker process that writes rows, and that can halt between its two commits of a slice. */
public final class RowWorker {
  static final int HALTED = 9;
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private RowWorker() {}

  /**
   * Arguments: name of the worker and of its database user, bootstrap servers, JDBC URL, and {@code
   * halt} or {@code run}.
   */
  public static void main(String[] args) throws InterruptedException {
    var observer = args[3].equals("halt") ? new HaltsBetweenCommits() : DeliveryObserver.NONE;
    var unused =
        start(config(args[0], args[1], args[2]), observer, fatal -> Runtime.getRuntime().halt(1));
    new CountDownLatch(1).await();
  }

  /** Starts a worker, also if the broker of a busy machine does not answer at the first attempt. */
  static ReplayEngine start(
      WorkerConfig config, DeliveryObserver observer, Consumer<RuntimeException> onFatal) {
    var limit = Deadline.after(START_LIMIT);
    for (; ; ) {
      try {
        return ReplayEngine.start(
            config,
            Clock.systemUTC(),
            new EngineObservers(observer, S3RequestObserver.NONE, Tracing.OFF),
            onFatal);
      } catch (KafkaException e) {
        if (limit.isPassed()) {
          throw e;
        }
      }
    }
  }

  /** Returns the configuration of a worker whose database user has the worker's name. */
  static WorkerConfig config(String name, String bootstrapServers, String database) {
    return new WorkerConfig(
        name,
        new KafkaConfig(bootstrapServers, null),
        new WorkerConfig.Control(null, 4, (short) 1, Duration.ofSeconds(3), null),
        null,
        Map.of(
            "rows",
            new TargetConfig.Jdbc(
                database,
                name,
                null,
                "copies",
                Map.of("user_id", "key", "payload", "value", "p", "partition", "o", "offset"),
                null,
                null,
                null,
                null)),
        2);
  }

  /** Halts after the target has a slice that Kafka does not have, but not at the first one. */
  static final class HaltsBetweenCommits implements DeliveryObserver {
    private boolean hasCommitted;

    @Override
    public synchronized void committedInTarget() {
      if (hasCommitted) {
        Runtime.getRuntime().halt(HALTED);
      }
    }

    @Override
    public synchronized void committed(ShardCounts before, ShardCounts after, Duration commit) {
      hasCommitted |= after.delivered() > before.delivered();
    }
  }
}
