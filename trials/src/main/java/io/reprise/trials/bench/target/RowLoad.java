package io.reprise.trials.bench.target;

import io.reprise.embedded.EmbeddedDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Inserts rows in batches, with several sessions. Runs in a JVM of its own. */
public final class RowLoad {
  static final int BATCH_ROWS = 1_000;

  private RowLoad() {}

  /**
   * Prints the seconds from the first insert to the last commit.
   *
   * @param arguments JDBC URL, number of rows, number of sessions, bytes of a row's value
   */
  public static void main(String[] arguments) throws InterruptedException {
    int rows = Integer.parseInt(arguments[1]);
    int sessions = Integer.parseInt(arguments[2]);
    var value = new byte[Integer.parseInt(arguments[3])];
    new Random(42).nextBytes(value);
    var threads = Executors.newFixedThreadPool(sessions);
    try {
      long begun = System.nanoTime();
      var inserting = new ArrayList<Future<?>>();
      for (int i = 0; i < sessions; i++) {
        inserting.add(
            threads.submit(
                () -> {
                  insert(arguments[0], rows / sessions, value);
                  return null;
                }));
      }
      for (var each : inserting) {
        each.get();
      }
      System.out.println((System.nanoTime() - begun) / 1e9);
    } catch (ExecutionException e) {
      throw new IllegalStateException("rows were refused: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void insert(String url, int rows, byte[] value) throws SQLException {
    // The driver then sends a batch as one statement with many rows.
    var batched = url + "?reWriteBatchedInserts=true";
    try (var connection = DriverManager.getConnection(batched, EmbeddedDatabase.USER, "")) {
      connection.setAutoCommit(false);
      var sql = "INSERT INTO " + RowTable.NAME + " (key, source_offset, value) VALUES (?, ?, ?)";
      try (var insert = connection.prepareStatement(sql)) {
        for (int i = 1; i <= rows; i++) {
          insert.setString(1, "user-" + i % 10_000);
          insert.setLong(2, i);
          insert.setBytes(3, value);
          insert.addBatch();
          if (i % BATCH_ROWS == 0 || i == rows) {
            insert.executeBatch();
            connection.commit();
          }
        }
      }
    }
  }
}
