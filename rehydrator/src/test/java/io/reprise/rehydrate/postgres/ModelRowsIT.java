package io.reprise.rehydrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.embedded.RunningServers;
import io.reprise.embedded.Servers;
import io.reprise.rehydrate.ReadModels;
import io.reprise.rehydrate.target.TargetRefusedException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rows of a version, as they are at one moment. */
@ExtendWith(Servers.class)
class ModelRowsIT {
  private static void execute(RunningServers servers, String... statements) throws SQLException {
    try (var session = DriverManager.getConnection(servers.jdbcUrl(), "postgres", "");
        var statement = session.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void createVersion(RunningServers servers, String model) throws SQLException {
    execute(
        servers,
        """
        CREATE TABLE %s_v1 (key text COLLATE "C" PRIMARY KEY, total numeric, seen jsonb,
          last_offset bigint, source_partition integer, reprise_state bytea)
        """
            .formatted(model),
        """
        INSERT INTO %s_v1 VALUES ('b', 2.50, '{"n": 1}', 7, 0, NULL), ('Z', NULL, NULL, 8, 1, NULL),
          ('a', 1, '[]', 9, 0, NULL)
        """
            .formatted(model),
        "CREATE VIEW %1$s AS SELECT key, total, last_offset FROM %1$s_v1".formatted(model));
  }

  private static List<String> all(ModelRows rows) {
    var all = new ArrayList<String>();
    rows.read(row -> all.add(row.key() + " " + row.json()));
    return all;
  }

  @Test
  void readsTheColumnsThatReadersSeeInTheOrderOfTheKeys(RunningServers servers)
      throws SQLException {
    createVersion(servers, "rows_of_a_version");
    var config = ReadModels.named(servers, "rows_of_a_version");

    try (var version = ModelRows.open(config, 1);
        var visible = ModelRows.open(config, null)) {
      assertThat(version.count()).isEqualTo(3);
      assertThat(all(version))
          .containsExactly(
              "Z {\"key\": \"Z\", \"seen\": null, \"total\": null}",
              "a {\"key\": \"a\", \"seen\": [], \"total\": 1}",
              "b {\"key\": \"b\", \"seen\": {\"n\": 1}, \"total\": 2.50}");
      assertThat(all(visible)).last().isEqualTo("b {\"key\": \"b\", \"total\": 2.50}");
      assertThat(version.at(1)).map(ModelRows.Row::key).contains("a");
      assertThat(version.at(3)).isEmpty();
    }
  }

  @Test
  void showsOneMoment(RunningServers servers) throws SQLException {
    createVersion(servers, "rows_of_a_moment");
    try (var rows = ModelRows.open(ReadModels.named(servers, "rows_of_a_moment"), 1)) {
      execute(servers, "DELETE FROM rows_of_a_moment_v1 WHERE key = 'a'");

      assertThat(all(rows)).hasSize(3);
    }
  }

  @Test
  void stopsWhenNoMoreRowsAreWanted(RunningServers servers) throws SQLException {
    createVersion(servers, "rows_of_a_part");
    var keys = new ArrayList<String>();
    try (var rows = ModelRows.open(ReadModels.named(servers, "rows_of_a_part"), 1)) {
      rows.read(
          row -> {
            keys.add(row.key());
            return keys.size() < 2;
          });
    }

    assertThat(keys).containsExactly("Z", "a");
  }

  @Test
  void refusesAVersionThatDoesNotExist(RunningServers servers) throws SQLException {
    createVersion(servers, "rows_of_nothing");

    assertThatThrownBy(() -> ModelRows.open(ReadModels.named(servers, "rows_of_nothing"), 7))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("there is no read model public.rows_of_nothing_v7 at")
        .hasMessageContaining("whether the version was removed");
    assertThatThrownBy(() -> ModelRows.open(ReadModels.named(servers, "rows_of_nobody"), null))
        .hasMessageContaining("there is no read model public.rows_of_nobody at");
  }
}
