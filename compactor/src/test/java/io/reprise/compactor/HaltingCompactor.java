package io.reprise.compactor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that compacts one topic and halts some time after it has started to fold. */
public final class HaltingCompactor {
  static final int HALTED = 9;
  private static final int LOOK_AGAIN_MILLIS = 20;

  private HaltingCompactor() {}

  /** Arguments: bootstrap servers, state directory, application id, topic, milliseconds to live. */
  public static void main(String[] args) throws InterruptedException {
    var config =
        CompactorFixture.config(
            args[0],
            Path.of(args[1]),
            args[2],
            Map.of(
                args[3],
                List.of(CompactorFixture.reducer("count-by-type", 150, Duration.ofMillis(200)))));
    var engine = new CompactorEngine(config, "127.0.0.1:1", new SimpleMeterRegistry());
    var never = new CountDownLatch(1);
    long begun = -1;
    while (begun < 0 || processed(engine) <= begun) {
      begun = begun < 0 ? processed(engine) : begun;
      never.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    never.await(Long.parseLong(args[4]), TimeUnit.MILLISECONDS);
    Runtime.getRuntime().halt(HALTED);
  }

  /** The offsets folded in all partitions; negative until their states are restored. */
  private static long processed(CompactorEngine engine) {
    var marks = engine.runs().get(0).marks().values();
    return marks.isEmpty() ? -1 : marks.stream().mapToLong(mark -> mark.processedTo()).sum();
  }
}
