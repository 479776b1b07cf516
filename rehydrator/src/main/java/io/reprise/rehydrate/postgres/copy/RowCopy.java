package io.reprise.rehydrate.postgres.copy;

import io.reprise.rehydrate.postgres.table.ModelTable;
import io.reprise.rehydrate.project.Projection;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.store.fold.Provenance;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Streams rows into a table of a model with one COPY command. The command starts when the first
 * rows are sent, and {@link #end()} finishes it. Confined to one thread.
 */
public final class RowCopy {
  private static final int SEND_BYTES = 1 << 16;

  private final Projection projection;
  private final int fields;
  private final CopyBuffer buffer = new CopyBuffer(2 * SEND_BYTES);
  private final CopyColumns columns;
  private final CopyManager copies;
  private final String sql;
  private @Nullable CopyIn copy;
  private long rows;

  public RowCopy(Connection session, ModelTable shape, String into, Projection projection)
      throws SQLException {
    this.projection = projection;
    this.fields = shape.columnNames().size();
    this.columns = new CopyColumns(buffer, projection.columns());
    this.copies = session.unwrap(PGConnection.class).getCopyAPI();
    this.sql = "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(into, shape.columnList());
    buffer.header();
  }

  public void row(byte[] key, byte[] state, Provenance provenance) throws SQLException {
    requireText(key);
    buffer.row(fields);
    buffer.field(key);
    project(key, state, provenance);
    buffer.field(provenance.lastOffset());
    buffer.field(provenance.partition());
    buffer.field(state);
    buffer.field(provenance);
    rows++;
    if (buffer.size() >= SEND_BYTES) {
      send();
    }
  }

  private void project(byte[] key, byte[] state, Provenance provenance) {
    columns.begin();
    try {
      projection.project(key, state, provenance, columns);
      columns.end();
    } catch (IllegalArgumentException e) {
      throw new TargetRefusedException(
          "projection %s cannot turn the state of key '%s' into a row (%s): correct the projection"
              .formatted(projection.id(), new String(key, StandardCharsets.UTF_8), e.getMessage()),
          e);
    }
  }

  // Starts the COPY command only when the first rows are sent, because the caller may read the log
  // for a long time before it has a row.
  private CopyIn send() throws SQLException {
    if (copy == null) {
      copy = copies.copyIn(sql);
    }
    copy.writeToCopy(buffer.array(), 0, buffer.size());
    buffer.reset();
    return copy;
  }

  /**
   * Finishes the COPY and returns the number of its rows. The rows are stored when the transaction
   * commits.
   */
  public long end() throws SQLException {
    buffer.trailer();
    send().endCopy();
    return rows;
  }

  /**
   * Cancels the COPY command if it has not finished, so that the transaction of the session can be
   * rolled back.
   */
  public void abort() throws SQLException {
    if (copy != null && copy.isActive()) {
      copy.cancelCopy();
    }
  }

  /** Requires a key that PostgreSQL can store as text: valid UTF-8 without NUL. */
  public static void requireText(byte[] key) {
    for (byte b : key) {
      if (b <= 0) {
        requireUtf8(key);
        return;
      }
    }
  }

  private static void requireUtf8(byte[] key) {
    var text = new String(key, StandardCharsets.UTF_8);
    if (text.indexOf(0) >= 0 || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), key)) {
      throw new TargetRefusedException(
          "key 0x%s is not valid UTF-8 or contains NUL, so PostgreSQL cannot store it as text: use a target of your own"
              .formatted(HexFormat.of().formatHex(key)));
    }
  }
}
