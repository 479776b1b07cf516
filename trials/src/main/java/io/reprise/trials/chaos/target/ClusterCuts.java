package io.reprise.trials.chaos.target;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import io.reprise.trials.relay.KafkaRelay;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts a cluster off from its clients now and then, on a thread of its own, until it is closed. The
 * bytes that are held back arrive after the cut: a request of a worker can arrive after its shard
 * was taken over.
 */
final class ClusterCuts implements AutoCloseable {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(1_500);
  private static final long PAUSE_SPREAD_MILLIS = 4_000;
  private static final Duration LEAST_CUT = Duration.ofMillis(200);
  private static final long CUT_SPREAD_MILLIS = 1_500;

  /** Longer than the session timeout of the workers, and so than a transaction may be open. */
  private static final Duration LONG_CUT = Duration.ofSeconds(5);

  private static final int LONG_ONE_IN = 6;
  private static final Duration STEP = Duration.ofMillis(50);

  private final KafkaRelay relay;
  private final SplittableRandom random;
  private final Thread thread;
  private final AtomicInteger done = new AtomicInteger();
  private volatile boolean closed;

  private ClusterCuts(KafkaRelay relay, long seed) {
    this.relay = relay;
    this.random = new SplittableRandom(seed);
    this.thread = new Thread(this::run, "cluster-cuts");
  }

  /** Returns an object that cuts nothing off. */
  static ClusterCuts idle(KafkaRelay relay) {
    var idle = new ClusterCuts(relay, 0);
    idle.closed = true;
    return idle;
  }

  static ClusterCuts start(KafkaRelay relay, long seed) {
    var cuts = new ClusterCuts(relay, seed);
    cuts.thread.setDaemon(true);
    cuts.thread.start();
    return cuts;
  }

  /** Returns how often the cluster was cut off so far. */
  int done() {
    return done.get();
  }

  private void run() {
    while (!closed) {
      pause(LEAST_PAUSE.plusMillis(random.nextLong(PAUSE_SPREAD_MILLIS)));
      if (!closed) {
        relay.cut(client -> true);
        done.incrementAndGet();
        pause(
            random.nextInt(LONG_ONE_IN) == 0
                ? LONG_CUT
                : LEAST_CUT.plusMillis(random.nextLong(CUT_SPREAD_MILLIS)));
        relay.heal();
      }
    }
  }

  private void pause(Duration time) {
    var end = Deadline.after(time);
    while (!closed && !end.isPassed()) {
      Interruption.sleep(STEP);
    }
  }

  /** Ends the cuts. The cluster answers afterwards. */
  @Override
  public void close() {
    closed = true;
    Interruption.run(thread::join);
    relay.heal();
  }
}
