package io.reprise.replay.target.jdbc;

import io.reprise.replay.target.TargetLeaseLostException;
import io.reprise.replay.target.TargetProgress;
import io.reprise.replay.target.TargetRefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The table with the lease and the progress of each shard. A lease has an epoch. Only the lease
 * with the highest epoch can advance the progress of its shard, and a slice commits only together
 * with its progress. A worker that was believed dead but still works therefore stores nothing.
 *
 * <p>Stateless and thread-safe. All methods are steps of the caller's transaction.
 *
 * @param name name of the table, which may have a schema in front
 * @param dialect the dialect of the database
 */
record LeaseTable(String name, SqlDialect dialect) {

  /** Returns the statement that creates the table, for error messages and documentation. */
  String definition() {
    return "CREATE TABLE %s (shard varchar(64) PRIMARY KEY, epoch bigint NOT NULL, next_offset bigint NOT NULL, progress %s NOT NULL)%s"
        .formatted(quoted(), dialect.longText(), dialect.tableOptions());
  }

  /**
   * Takes the lease of a shard and returns the stored progress. Waits for the transaction of an
   * earlier lease that is about to commit; the database's limits bound this wait.
   *
   * @param claimed stored if the table does not have the shard
   * @param isKnown whether the table must have the shard, because the shard has delivered records
   * @throws TargetLeaseLostException when the same or a later lease was taken
   * @throws TargetRefusedException when the table must have the shard and does not
   */
  TargetProgress take(
      Connection session, String shard, long epoch, TargetProgress claimed, boolean isKnown)
      throws SQLException {
    if (add(session, shard, claimed) && isKnown) {
      throw new TargetRefusedException(
          "table %s of the target does not have shard %s, which has delivered records: restore the table or correct the target's URL, or start a new replay"
              .formatted(name, shard));
    }
    requireNewest(
        update(session, "epoch = ? WHERE shard = ? AND epoch < ?", epoch, shard, epoch),
        shard,
        epoch);
    var text = "SELECT next_offset, progress FROM %s WHERE shard = ?".formatted(quoted());
    try (var query = session.prepareStatement(text)) {
      query.setString(1, shard);
      try (var rows = query.executeQuery()) {
        rows.next();
        return new TargetProgress(rows.getLong(1), rows.getString(2));
      }
    }
  }

  /**
   * Stores the progress of a shard.
   *
   * @throws TargetLeaseLostException when another lease was taken; the caller must roll back
   */
  void advance(Connection session, String shard, long epoch, TargetProgress reached)
      throws SQLException {
    requireNewest(
        update(
            session,
            "next_offset = ?, progress = ? WHERE shard = ? AND epoch = ?",
            reached.nextOffset(),
            reached.account(),
            shard,
            epoch),
        shard,
        epoch);
  }

  /** Requires that the session may read and write the table. Changes nothing. */
  void check(Connection session) throws SQLException {
    dialect.requireUsable(session, name, List.of(), List.of());
    var columns = "shard, epoch, next_offset, progress";
    try (var statement = session.createStatement()) {
      statement.executeUpdate("UPDATE %s SET epoch = epoch WHERE 1 = 0".formatted(quoted()));
      statement.executeUpdate(
          "INSERT INTO %s (%s) SELECT %s FROM %s WHERE 1 = 0"
              .formatted(quoted(), columns, columns, quoted()));
    }
  }

  private boolean add(Connection session, String shard, TargetProgress claimed)
      throws SQLException {
    var text =
        dialect.insertNew(
            "INTO %s (shard, epoch, next_offset, progress) VALUES (?, 0, ?, ?)"
                .formatted(quoted()));
    try (var insert = session.prepareStatement(text)) {
      insert.setString(1, shard);
      insert.setLong(2, claimed.nextOffset());
      insert.setString(3, claimed.account());
      return insert.executeUpdate() == 1;
    }
  }

  private int update(Connection session, String assignments, Object... values) throws SQLException {
    try (var statement =
        session.prepareStatement("UPDATE %s SET %s".formatted(quoted(), assignments))) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private static void requireNewest(int rows, String shard, long epoch) {
    if (rows != 1) {
      throw new TargetLeaseLostException(shard, epoch);
    }
  }

  private String quoted() {
    return dialect.names().table(name);
  }
}
