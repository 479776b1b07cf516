package io.reprise.replay;

import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker process whose targets are topics, for tests that kill it. */
public final class ParkingWorker {
  private ParkingWorker() {}

  /** Arguments: name of the worker and bootstrap servers. */
  public static void main(String[] args) throws InterruptedException {
    var unused =
        RowWorker.start(
            config(args[0], args[1]), DeliveryObserver.NONE, fatal -> Runtime.getRuntime().halt(1));
    new CountDownLatch(1).await();
  }

  /**
   * Returns the configuration of a worker that delivers to topics with the names of its targets.
   */
  static WorkerConfig config(String name, String bootstrapServers) {
    return new WorkerConfig(
        name,
        new KafkaConfig(bootstrapServers, null),
        new WorkerConfig.Control(null, 4, (short) 1, Duration.ofSeconds(3), null),
        null,
        Map.of(
            "keyed", new TargetConfig.KafkaTopic("keyed"),
            "small", new TargetConfig.KafkaTopic("small"),
            "gone", new TargetConfig.KafkaTopic("gone"),
            "limited", new TargetConfig.KafkaTopic("limited"),
            "shadow", new TargetConfig.KafkaTopicPattern("gone-*")),
        2);
  }
}
