package io.reprise.rehydrate.postgres.version;

import io.reprise.kafka.time.Interruption;
import io.reprise.rehydrate.postgres.ledger.Ledger;
import io.reprise.rehydrate.postgres.session.PostgresConfig;
import io.reprise.rehydrate.postgres.session.PostgresErrors;
import io.reprise.rehydrate.postgres.session.Sessions;
import io.reprise.rehydrate.postgres.session.Sql;
import io.reprise.rehydrate.postgres.session.TransactionKind;
import io.reprise.rehydrate.postgres.table.Catalog;
import io.reprise.rehydrate.postgres.table.ModelView;
import io.reprise.rehydrate.target.StoredPartition;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.TargetUnavailableException;
import io.reprise.rehydrate.target.VersionStage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a version visible, then drops the versions that are no longer kept for an undo. */
public final class VersionSwap {
  private static final Logger LOG = LoggerFactory.getLogger(VersionSwap.class);
  private static final int TRIES = 60;
  private static final int PAUSE_MILLIS = 500;

  private final PostgresConfig config;
  private final Sessions sessions;
  private final Ledger ledger;
  private final ModelView view;
  private final Catalog catalog;

  public VersionSwap(PostgresConfig config, Sessions sessions, Ledger ledger) {
    this.config = config;
    this.sessions = sessions;
    this.ledger = ledger;
    this.view = new ModelView(config);
    this.catalog = new Catalog(config);
  }

  /**
   * Makes the version visible. To replace the view, the transaction needs an exclusive lock. It
   * waits for this lock until running queries have finished, and new queries of readers must wait
   * for the transaction. Therefore each attempt gives up after half a second. The waiting queries
   * run before the next attempt.
   */
  public void to(OpenedVersion opened) {
    for (int left = TRIES; ; left--) {
      try {
        sessions.once(TransactionKind.SWAP, session -> swap(session, opened));
        break;
      } catch (TargetUnavailableException e) {
        if (left == 1 || !isLocked(e)) {
          throw e;
        }
        pause(e);
      }
    }
    prune();
  }

  private int swap(Connection session, OpenedVersion opened) throws SQLException {
    Sql.execute(session, "SET LOCAL lock_timeout = '500ms'");
    for (StoredPartition p : ledger.reads().partitions(session, opened.run().version())) {
      if (!p.isAtEnd()) {
        throw new TargetRefusedException(
            "version %d of model %s is at offset %d of partition %d, its end is %d: run the rehydration again to apply the rest"
                .formatted(
                    opened.run().version(), config.model(), p.position(), p.partition(), p.end()));
      }
    }
    ledger.retire(session);
    ledger.stage(session, opened.run(), VersionStage.VISIBLE);
    view.show(session, opened.table());
    return opened.run().version();
  }

  private static boolean isLocked(TargetUnavailableException e) {
    return e.getCause() instanceof SQLException sql
        && PostgresErrors.LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
  }

  private static void pause(TargetUnavailableException cause) {
    if (!Interruption.runs(() -> TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS))) {
      throw cause;
    }
  }

  /**
   * Drops the retired versions that are not to be kept for an undo. If a version cannot be dropped
   * now, the next swap tries again.
   */
  private void prune() {
    try {
      sessions.once(TransactionKind.PRUNE, this::dropOlder);
    } catch (TargetUnavailableException | TargetRefusedException e) {
      LOG.warn(
          "older versions of a read model could not be dropped, the next swap retries model={}"
              + " cause={}",
          config.model(),
          e.getMessage());
    }
  }

  private int dropOlder(Connection session) throws SQLException {
    Sql.execute(session, "SET LOCAL lock_timeout = '2s'");
    var older = ledger.reads().retired(session);
    for (int version : older.subList(Math.min(config.keepOlder(), older.size()), older.size())) {
      Sql.execute(session, "DROP TABLE IF EXISTS " + catalog.table(session, version).name());
      ledger.remove(session, version);
    }
    return older.size();
  }
}
