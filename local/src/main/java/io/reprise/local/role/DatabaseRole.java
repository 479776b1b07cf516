package io.reprise.local.role;

import io.reprise.cli.role.ServiceRole;
import io.reprise.embedded.EmbeddedDatabase;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Implements {@code reprise database}. */
@Command(
    name = "database",
    description = "Runs a PostgreSQL server on this machine, for development and tests.")
public final class DatabaseRole extends ServiceRole {

  /**
   * The configuration of a database server.
   *
   * @param directory directory of the server's data
   * @param port loopback port of the server
   */
  public record DatabaseConfig(Path directory, int port) {}

  @Override
  protected String name() {
    return "database";
  }

  @Override
  protected Started start(Path file) {
    var config = ConfigFile.read(file, DatabaseConfig.class);
    var database = EmbeddedDatabase.start(config.directory(), config.port());
    database.whenEnded(
        () -> fail(new IllegalStateException("the PostgreSQL server has ended unexpectedly")));
    return new Started(database.jdbcUrl(), database);
  }
}
