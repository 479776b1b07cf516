package io.reprise.replay;

import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.target.RemoteTopicConfig;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker process that writes to another cluster, and that can halt between its two commits. */
public final class RemoteWorker {
  static final String LEASES = "reprise.leases";

  private RemoteWorker() {}

  /**
   * Arguments: name of the worker, bootstrap servers of its cluster, bootstrap servers of the other
   * cluster, and {@code halt} or {@code run}.
   */
  public static void main(String[] args) throws InterruptedException {
    var observer =
        args[3].equals("halt") ? new RowWorker.HaltsBetweenCommits() : DeliveryObserver.NONE;
    var unused =
        RowWorker.start(
            config(args[0], args[1], args[2]), observer, fatal -> Runtime.getRuntime().halt(1));
    new CountDownLatch(1).await();
  }

  static WorkerConfig config(String name, String bootstrapServers, String remote) {
    return new WorkerConfig(
        name,
        new KafkaConfig(bootstrapServers, null),
        new WorkerConfig.Control(null, 4, (short) 1, Duration.ofSeconds(3), null),
        null,
        Map.of(
            "remote", new RemoteTopicConfig(remote, null, "orders-copy", null, null, null, false),
            "self",
                new RemoteTopicConfig(bootstrapServers, null, "orders", null, null, null, false),
            "nowhere", new TargetConfig.Discard(null)),
        2);
  }
}
