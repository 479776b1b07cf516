package io.reprise.rehydrate.postgres.session;

import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.TargetUnavailableException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/**
 * Turns an error of PostgreSQL into an exception that says whether a retry helps, and what to do.
 * The server's detail line is left out because it quotes rows.
 */
public final class PostgresErrors {
  public static final String LOCK_NOT_AVAILABLE = "55P03";
  public static final String UNIQUE_VIOLATION = "23505";
  public static final String DUPLICATE_TABLE = "42P07";
  public static final String DEPENDENT_OBJECTS = "2BP01";

  private final PostgresConfig config;

  public PostgresErrors(PostgresConfig config) {
    this.config = config;
  }

  public RuntimeException of(SQLException e) {
    var tls = PostgresTlsFault.of(e);
    if (tls.isPresent()) {
      return unavailable(e, tls.get().what(), tls.get().remedy());
    }
    var state = e.getSQLState() == null ? "08000" : e.getSQLState();
    return switch (state.substring(0, 2)) {
      case "08", "57" -> unavailable(e, "does not answer", "start the server, or correct its URL");
      case "40", "55" -> unavailable(e, "is busy", "run it again");
      case "53" ->
          unavailable(e, "is out of disk, memory or connections", "free some, and run it again");
      case "28" ->
          refused(
              e, "does not let user " + config.user() + " in", "correct the user or the password");
      case "3D" -> refused(e, "has no such database", "create the database, or correct the URL");
      case "3F" -> refused(e, "has no such schema", "create the schema, or name another");
      default ->
          "42501".equals(state)
              ? refused(e, "does not let user " + config.user() + " do this", "grant that right")
              : refused(
                  e,
                  "refused a statement",
                  "check the tables and the view of model " + config.model());
    };
  }

  private TargetUnavailableException unavailable(SQLException e, String what, String remedy) {
    return new TargetUnavailableException(sentence(e, what, remedy), e);
  }

  private TargetRefusedException refused(SQLException e, String what, String remedy) {
    return new TargetRefusedException(sentence(e, what, remedy), e);
  }

  private String sentence(SQLException e, String what, String remedy) {
    return "PostgreSQL at %s %s (%s): %s".formatted(config.place(), what, message(e), remedy);
  }

  public static String message(SQLException e) {
    var server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    var message = server == null ? e.getMessage() : server.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
