package io.reprise.rehydrate;

import io.reprise.embedded.RunningServers;
import io.reprise.rehydrate.postgres.session.PostgresConfig;

/** Read models in the PostgreSQL server that the tests of this module share. */
public final class ReadModels {
  private ReadModels() {}

  /** The configuration of a read model of this name. */
  public static PostgresConfig named(RunningServers servers, String name) {
    return new PostgresConfig(servers.jdbcUrl(), "postgres", "", name);
  }
}
