package io.reprise.archiver.work;

import io.reprise.archiver.work.PartitionArchiver.Outcome;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Runs an archiver's work units on the caller's thread, as {@link OwnedPartition} does. */
final class WorkUnits {
  private static final Duration IDLE = Duration.ofMillis(5);

  private WorkUnits() {}

  /** Runs one work unit, and waits shortly if there is nothing more to do now. */
  static void runOne(PartitionArchiver archiver) {
    if (archiver.work() != Outcome.MORE_TO_DO) {
      LockSupport.parkNanos(IDLE.toNanos());
    }
  }
}
