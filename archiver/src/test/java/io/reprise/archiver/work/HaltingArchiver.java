package io.reprise.archiver.work;

import io.reprise.archiver.ArchiverFixture;
import io.reprise.archiver.observe.ArchiveStep;
import io.reprise.archiver.observe.ArchiveStepObserver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process that archives one partition and halts at a given step, without closing anything. The
 * exit code is {@value #HALTED} if it reached the step, 1 if it did not.
 */
public final class HaltingArchiver {
  static final int HALTED = 9;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private HaltingArchiver() {}

  /** Whether the process halts before or after the effect of the step. */
  enum Side {
    BEFORE,
    AFTER
  }

  /** Arguments: bootstrap servers, S3 address, prefix, topic, spool directory, step, side. */
  public static void main(String[] args) {
    var observer = new Halt(ArchiveStep.valueOf(args[5]), Side.valueOf(args[6]));
    var fixture = new ArchiverFixture(args[0], URI.create(args[1]), args[2]);
    var archivers = fixture.archivers("doomed", Path.of(args[4]), observer);
    var archiver = archivers.open(fixture.id(args[3], 0), ArchiverFixture.eager(16));
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      WorkUnits.runOne(archiver);
    }
    Runtime.getRuntime().halt(1);
  }

  private record Halt(ArchiveStep step, Side side) implements ArchiveStepObserver {
    @Override
    public void before(ArchiveStep now) {
      halt(now, Side.BEFORE);
    }

    @Override
    public void after(ArchiveStep now) {
      halt(now, Side.AFTER);
    }

    private void halt(ArchiveStep now, Side where) {
      if (now == step && where == side) {
        Runtime.getRuntime().halt(HALTED);
      }
    }
  }
}
