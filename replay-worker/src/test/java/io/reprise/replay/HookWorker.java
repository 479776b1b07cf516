package io.reprise.replay;

import io.reprise.replay.deliver.DeliveryObserver;
import io.reprise.replay.target.TargetConfig;
import io.reprise.runtime.config.KafkaConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker process that delivers to a service on loopback. */
public final class HookWorker {
  static final int WINDOW = 100;

  private HookWorker() {}

  /**
   * Arguments: name of the worker, bootstrap servers, port of the service, file with a signing key.
   */
  public static void main(String[] args) throws InterruptedException {
    var unused =
        RowWorker.start(
            config(args[0], args[1], Integer.parseInt(args[2]), Path.of(args[3])),
            DeliveryObserver.NONE,
            fatal -> Runtime.getRuntime().halt(1));
    new CountDownLatch(1).await();
  }

  static WorkerConfig config(String name, String bootstrapServers, int port, Path keys) {
    return new WorkerConfig(
        name,
        new KafkaConfig(bootstrapServers, null),
        new WorkerConfig.Control(null, 4, (short) 1, Duration.ofSeconds(3), null),
        null,
        Map.of(
            "hook",
            new TargetConfig.Http(
                URI.create("http://127.0.0.1:" + port + "/hook/" + name),
                null,
                null,
                TargetConfig.BodyFormat.VALUE,
                keys,
                null,
                List.of("127.0.0.0/8"),
                8,
                WINDOW,
                null)),
        2);
  }
}
