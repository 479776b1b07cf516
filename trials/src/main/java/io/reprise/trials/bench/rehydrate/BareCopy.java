package io.reprise.trials.bench.rehydrate;

import io.reprise.store.fold.Provenance;
import io.reprise.store.snapshot.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The program with which rehydrations are compared. It generates rows in memory and copies them by
 * binary COPY into a table with the columns of a read model's table, and does nothing else. Prints
 * the duration in seconds. Arguments: url, user, threads, partitions, keys per partition, bytes of
 * a state.
 */
public final class BareCopy {
  static final String NAME = "bare COPY";
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int CHUNK_BYTES = 64 << 10;
  private static final String TABLE = "bare_copy";

  private BareCopy() {}

  public static void main(String[] arguments) throws Exception {
    var login = new Properties();
    login.setProperty("user", arguments[1]);
    int partitions = Integer.parseInt(arguments[3]);
    var rows =
        new SyntheticSnapshots(
            partitions, Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
    create(arguments[0], login);
    long begun = System.nanoTime();
    copyAll(arguments[0], login, Integer.parseInt(arguments[2]), rows);
    System.out.println((System.nanoTime() - begun) / 1e9);
  }

  private static void create(String url, Properties login) throws SQLException {
    try (var session = DriverManager.getConnection(url, login);
        var statement = session.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS " + TABLE);
      statement.execute(
          "CREATE TABLE "
              + TABLE
              + " (key text, last_offset bigint, source_partition integer, state bytea,"
              + " reprise_provenance bytea)");
    }
  }

  private static void copyAll(String url, Properties login, int threads, SyntheticSnapshots rows)
      throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var running = new ArrayList<Future<?>>();
      for (int p = 0; p < rows.partitions(); p++) {
        int partition = p;
        running.add(
            pool.submit(
                () -> {
                  copy(url, login, partition, rows);
                  return null;
                }));
      }
      for (var each : running) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void copy(String url, Properties login, int partition, SyntheticSnapshots rows)
      throws SQLException, IOException {
    try (var session = DriverManager.getConnection(url, login)) {
      var copy =
          session
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY " + TABLE + " FROM STDIN (FORMAT binary)");
      var stream = new Stream(copy);
      rows.read(partition, stream::row);
      stream.end();
    }
  }

  /** Supplies rows in the binary format of COPY (see PostgreSQL's documentation of COPY). */
  private static final class Stream {
    private final CopyIn copy;
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK_BYTES * 2);
    private final DataOutputStream out = new DataOutputStream(chunk);

    Stream(CopyIn copy) throws IOException {
      this.copy = copy;
      out.write(SIGNATURE);
      out.writeInt(0);
      out.writeInt(0);
    }

    void row(Snapshot row) {
      try {
        out.writeShort(5);
        field(row.key());
        out.writeInt(Long.BYTES);
        out.writeLong(row.provenance().lastOffset());
        out.writeInt(Integer.BYTES);
        out.writeInt(row.provenance().partition());
        field(java.util.Objects.requireNonNull(row.state()));
        var provenance = ByteBuffer.allocate(Provenance.BYTES);
        row.provenance().write(provenance);
        field(provenance.array());
        if (chunk.size() >= CHUNK_BYTES) {
          send();
        }
      } catch (IOException | SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private void field(byte[] bytes) throws IOException {
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    private void send() throws SQLException {
      copy.writeToCopy(chunk.toByteArray(), 0, chunk.size());
      chunk.reset();
    }

    void end() throws IOException, SQLException {
      out.writeShort(-1);
      send();
      copy.endCopy();
    }
  }
}
