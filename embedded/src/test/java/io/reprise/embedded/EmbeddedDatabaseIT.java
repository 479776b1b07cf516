package io.reprise.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
  @Test
  void keepsItsDataAcrossARestartAndUnpacksNoProgramOfItsOwn(@TempDir Path directory)
      throws SQLException {
    int port = FreePorts.next();
    try (var server = EmbeddedDatabase.start(directory, port)) {
      execute(server, "CREATE TABLE t AS SELECT 7 AS n");
    }

    try (var server = EmbeddedDatabase.start(directory, port)) {
      assertThat(execute(server, "SELECT n FROM t")).isTrue();
    }
    assertThat(directory.resolve("data")).isDirectory();
    assertThat(directory.resolve("program")).doesNotExist();
    assertThat(ForeignServer.buildDirectory().orElseThrow().resolve("postgres"))
        .isDirectoryRecursivelyContaining(file -> file.getFileName().toString().equals("initdb"));
  }

  private static boolean execute(EmbeddedDatabase server, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(server.jdbcUrl(), EmbeddedDatabase.USER, "");
        var statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
