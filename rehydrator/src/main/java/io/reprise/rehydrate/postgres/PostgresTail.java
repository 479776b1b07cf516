package io.reprise.rehydrate.postgres;

import io.reprise.rehydrate.postgres.copy.RowCopy;
import io.reprise.rehydrate.postgres.ledger.Ledger;
import io.reprise.rehydrate.postgres.session.Sessions;
import io.reprise.rehydrate.postgres.session.Sql;
import io.reprise.rehydrate.postgres.session.TransactionKind;
import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.postgres.version.OpenedVersion;
import io.reprise.rehydrate.project.Projection;
import io.reprise.rehydrate.target.TailBatch;
import io.reprise.rehydrate.target.TailWriter;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.UserKey;
import io.reprise.store.fold.KeyState;
import io.reprise.store.fold.Provenance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Applies batches of the tail to the table of a version. Each batch is copied into a temporary
 * table and upserted from there. This works for every column type.
 */
final class PostgresTail implements TailWriter {
  private static final String BATCH = "reprise_batch";

  private final Sessions sessions;
  private final OpenedVersion opened;
  private final Ledger ledger;
  private final Projection projection;
  private final Connection session;

  private PostgresTail(
      Sessions sessions,
      OpenedVersion opened,
      Ledger ledger,
      Projection projection,
      Connection session) {
    this.sessions = sessions;
    this.opened = opened;
    this.ledger = ledger;
    this.projection = projection;
    this.session = session;
  }

  static PostgresTail open(
      Sessions sessions, OpenedVersion opened, Ledger ledger, Projection projection) {
    var tail = new PostgresTail(sessions, opened, ledger, projection, sessions.open());
    try {
      sessions.in(
          tail.session,
          TransactionKind.READ,
          session -> {
            Sql.execute(
                session,
                "CREATE TEMPORARY TABLE %s (LIKE %s) ON COMMIT DELETE ROWS"
                    .formatted(BATCH, opened.table().name()));
            return BATCH;
          });
      return tail;
    } catch (RuntimeException e) {
      tail.close();
      throw e;
    }
  }

  @Override
  public Map<UserKey, KeyState> states(Collection<UserKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    try {
      return select(keys);
    } catch (SQLException e) {
      throw sessions.fault(e);
    }
  }

  private Map<UserKey, KeyState> select(Collection<UserKey> keys) throws SQLException {
    var states = new HashMap<UserKey, KeyState>();
    try (var query =
        session.prepareStatement(
            "SELECT key, %s, %s FROM %s WHERE key = ANY (?)"
                .formatted(
                    ModelTable.quote(projection.stateColumn()),
                    ModelTable.PROVENANCE,
                    opened.table().name()))) {
      query.setArray(1, array(keys));
      var rows = query.executeQuery();
      while (rows.next()) {
        var provenance = Provenance.read(ByteBuffer.wrap(rows.getBytes(3)));
        states.put(
            new UserKey(rows.getString(1).getBytes(StandardCharsets.UTF_8)),
            new KeyState(rows.getBytes(2), provenance));
      }
    }
    return states;
  }

  private Array array(Collection<UserKey> keys) throws SQLException {
    for (var key : keys) {
      RowCopy.requireText(key.bytes());
    }
    return session.createArrayOf("text", keys.stream().map(UserKey::toString).toArray());
  }

  @Override
  public void apply(TailBatch batch) {
    sessions.in(
        session,
        TransactionKind.TAIL,
        s -> {
          delete(batch);
          upsert(batch);
          // This is the last statement before the commit: a run that no longer owns the version
          // fails here and stores nothing.
          ledger.advanced(s, opened.run(), batch);
          return batch;
        });
  }

  private void delete(TailBatch batch) throws SQLException {
    if (batch.deleted().isEmpty()) {
      return;
    }
    try (var delete =
        session.prepareStatement(
            "DELETE FROM %s WHERE key = ANY (?)".formatted(opened.table().name()))) {
      delete.setArray(1, array(batch.deleted()));
      requireAll(batch.deleted().size(), delete.executeUpdate(), batch);
    }
  }

  private void upsert(TailBatch batch) throws SQLException {
    if (batch.changed().isEmpty()) {
      return;
    }
    var copy = new RowCopy(session, opened.table(), BATCH, projection);
    try {
      for (var change : batch.changed().entrySet()) {
        var state = change.getValue().state();
        if (state != null) {
          copy.row(change.getKey().bytes(), state, change.getValue().provenance());
        }
      }
      copy.end();
    } catch (RuntimeException e) {
      copy.abort();
      throw e;
    }
    requireAll(
        batch.changed().size(), Sql.update(session, opened.table().upsertFrom(BATCH)), batch);
  }

  private void requireAll(int wanted, int changed, TailBatch batch) {
    if (changed != wanted) {
      throw new TargetRefusedException(
          "table %s has rows newer than partition %d at %s, so another program writes to the table: stop that program, and rebuild as a new version"
              .formatted(opened.table().plainName(), batch.partition(), batch.covered()));
    }
  }

  @Override
  public void close() {
    Sessions.close(session);
  }
}
