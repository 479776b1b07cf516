package io.reprise.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code reprise compare} of two versions of a read model, in PostgreSQL. */
// Commands of one JVM share its stdout.
@ResourceLock(Resources.SYSTEM_OUT)
class CompareModelsIT {
  private static final int ROWS = 5_000;

  private static EmbeddedDatabase database;

  /**
   * Creates three versions. Version 2 equals version 1. In version 3, user-17 has another total,
   * user-18 is missing, user-19 has another last digit, and user-x is new.
   */
  @BeforeAll
  static void createVersions() throws Exception {
    database = EmbeddedDatabase.startTemporary();
    try (var session = DriverManager.getConnection(database.jdbcUrl(), EmbeddedDatabase.USER, "");
        var statement = session.createStatement()) {
      for (int version = 1; version <= 3; version++) {
        statement.execute(
            """
            CREATE TABLE users_v%1$d (key text COLLATE "C" PRIMARY KEY, total numeric, data jsonb,
              last_offset bigint, source_partition integer)
            """
                .formatted(version));
        statement.execute(
            """
            INSERT INTO users_v%1$d SELECT 'user-' || n, n * 1.5, jsonb_build_object('n', n),
              n * %1$d, %1$d FROM generate_series(1, %2$d) n
            """
                .formatted(version, ROWS));
        statement.execute(
            "UPDATE users_v%1$d SET total = 12345678901234567890.%2$d WHERE key = 'user-19'"
                .formatted(version, version == 3 ? 2 : 1));
      }
      statement.execute("UPDATE users_v3 SET total = 26 WHERE key = 'user-17'");
      statement.execute("DELETE FROM users_v3 WHERE key = 'user-18'");
      statement.execute("INSERT INTO users_v3 VALUES ('user-x', 1, '{}', 1, 1)");
      statement.execute("CREATE VIEW users AS SELECT * FROM users_v2");
    }
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void equalVersionsAreEqual() throws IOException {
    var versions = compare("--left model:users@1 --right model:users@2");
    var visible = compare("--left model:users@1 --right model:public.users");

    assertThat(versions.exitCode()).as(versions.err()).isZero();
    assertThat(versions.out().path("same").asInt()).isEqualTo(ROWS);
    assertThat(versions.out().at("/left/model").asText()).isEqualTo("model:users@1");
    assertThat(visible.exitCode()).as(visible.err()).isZero();
  }

  @Test
  void findsEachRowThatDiffersAndNoOther() throws IOException {
    var run = compare("--left model:users@1 --right model:users@3");
    var tolerant = compare("--left model:users@1 --right model:users@3 --tolerance total=0.5");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out().path("different").asInt()).isEqualTo(2);
    assertThat(run.out().path("onlyLeft").asInt()).isEqualTo(1);
    assertThat(run.out().path("onlyRight").asInt()).isEqualTo(1);
    assertThat(run.out().path("outOfOrder").asInt()).isZero();
    assertThat(run.out().path("same").asInt()).isEqualTo(ROWS - 3);
    assertThat(run.out().path("samples").findValuesAsText("key"))
        .contains("user-17", "user-18", "user-19", "user-x");
    assertThat(run.out().path("samples").findValuesAsText("field"))
        .containsExactly("total", "total");
    assertThat(tolerant.out().path("different").asInt()).isZero();
  }

  @Test
  void refusesAVersionThatDoesNotExist() throws IOException {
    var run = compare("--left model:users@1 --right model:users@9");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("there is no read model public.users_v9");
  }

  private static InThisJvm compare(String line) {
    var words = new ArrayList<>(List.of(("compare " + line).split(" ")));
    words.addAll(List.of("--target", database.jdbcUrl()));
    return InThisJvm.run(words);
  }
}
