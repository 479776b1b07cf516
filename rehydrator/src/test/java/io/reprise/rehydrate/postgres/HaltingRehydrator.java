package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.ChainReducer;
import io.reprise.rehydrate.ListSnapshots;
import io.reprise.rehydrate.RecordedLog;
import io.reprise.rehydrate.Rehydrator;
import io.reprise.rehydrate.postgres.session.CommitObserver;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.TransactionKind;
import io.reprise.rehydrate.project.BytesProjection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that rehydrates until it reaches a chosen point, and halts there without any clean-up.
 * Exits with {@value #HALTED} at that point, with 0 at the end of the run.
 */
public final class HaltingRehydrator {
  static final int HALTED = 9;

  private HaltingRehydrator() {}

  /**
   * A point in a run.
   *
   * @param where {@code ROW} for a row of a snapshot, or {@code BEFORE} or {@code AFTER} a commit
   * @param kind of the commit
   * @param nth of those, from 1
   */
  record Point(String where, TransactionKind kind, int nth) {
    static Point parse(String text) {
      var parts = text.split("/");
      return new Point(parts[0], TransactionKind.valueOf(parts[1]), Integer.parseInt(parts[2]));
    }

    @Override
    public String toString() {
      return where + "/" + kind + "/" + nth;
    }
  }

  /** Arguments: file of a recorded log, JDBC URL, model, point. */
  public static void main(String[] args) throws IOException {
    var halt = new Halt(Point.parse(args[3]));
    run(
        RecordedLog.read(Path.of(args[0])),
        new PostgresConfig(args[1], "postgres", "", args[2]),
        halt);
    System.exit(0);
  }

  private static void run(RecordedLog log, PostgresConfig config, Halt halt) {
    var snapshots = ListSnapshots.of(log::records, new ChainReducer(), log.ends(), 0.5, 1);
    Rehydrator.from(log, log.facts())
        .batchEvents(200)
        .aheadBytes(10_000)
        .snapshots(new HaltingSnapshots(snapshots, halt))
        .folding(
            new ChainReducer(),
            id -> {
              throw new AssertionError("this test uses no schemas");
            })
        .into(new PostgresTarget(config, new BytesProjection(), halt))
        .run();
  }

  /**
   * Halts at a point; with {@code nth} 0 it never halts. Commits are serialised, so that nothing
   * else is committed between a commit and the halt after it.
   */
  static final class Halt implements CommitObserver {
    private final Point point;
    private final Semaphore commits = new Semaphore(1);
    private final AtomicInteger passed = new AtomicInteger();

    Halt(Point point) {
      this.point = point;
    }

    void row() {
      at("ROW", TransactionKind.LOAD);
    }

    @Override
    public void before(TransactionKind kind) {
      commits.acquireUninterruptibly();
      at("BEFORE", kind);
    }

    @Override
    public void after(TransactionKind kind) {
      at("AFTER", kind);
      commits.release();
    }

    private void at(String where, TransactionKind kind) {
      if (point.where().equals(where)
          && point.kind() == kind
          && passed.incrementAndGet() == point.nth()) {
        Runtime.getRuntime().halt(HALTED);
      }
    }
  }
}
