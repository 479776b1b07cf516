package io.reprise.replay.target.jdbc;

import io.reprise.replay.target.TargetLoginException;
import io.reprise.replay.target.TargetRefusedException;
import io.reprise.replay.target.TargetUnavailableException;
import java.sql.SQLException;
import java.util.Map;

/**
 * Turns an error of the database into an exception that says what caused it and what to do. The
 * first two characters of the SQLState decide, which all databases use alike. Only the first line
 * of a message is used, because further lines quote rows.
 *
 * @param target name of the target in the configuration
 * @param user the user of the database
 */
record SqlErrors(String target, String user) {
  static final String NO_RIGHT = "42501";
  static final String NO_TABLE = "42P01";
  static final String NO_UNIQUE_INDEX = "42P10";

  /** Errors of MariaDB whose SQLState says less, or something else, than that of PostgreSQL. */
  private static final Map<Integer, String> MARIADB_STATES =
      Map.ofEntries(
          Map.entry(1040, "53300"), // Too many connections.
          Map.entry(1044, NO_RIGHT), // No right to use the database.
          Map.entry(1049, "3D000"), // No such database.
          Map.entry(1114, "53100"), // The table or the disk is full.
          Map.entry(1142, NO_RIGHT),
          Map.entry(1143, NO_RIGHT),
          Map.entry(1146, NO_TABLE),
          Map.entry(1205, "55P03"), // A lock was not free in time.
          Map.entry(1290, "25006"), // The server is read-only.
          Map.entry(1317, "57014"), // A statement was interrupted.
          Map.entry(1364, "23502"), // A column needs a value.
          Map.entry(1366, "22000"), // A text does not fit the character set or the type.
          Map.entry(1927, "57P01"), // The server has ended the session.
          Map.entry(1969, "57014")); // A statement took too long.

  /** Returns whether an error says that the database does not accept the values of a row. */
  static boolean isOfRecord(SQLException e) {
    var state = state(e);
    return state.startsWith("22") || state.startsWith("23");
  }

  /** Returns why the database refuses a row, without the row's values. */
  static String refusal(SQLException e) {
    return "the database does not accept its row: "
        + (e.getErrorCode() != 0
            ? line(e).replaceAll("(entry|value:) '.*' for", "$1 '...' for")
            : state(e).startsWith("23") ? line(e) : line(e).replaceAll("\"[^\"]*\"", "\"...\""));
  }

  RuntimeException of(SQLException e) {
    return switch (state(e).substring(0, 2)) {
      case "08" -> unavailable(e, "does not answer");
      case "25", "40", "55", "57" -> unavailable(e, "ended or refused a transaction");
      case "53", "54", "58" -> unavailable(e, "is out of a resource");
      case "28" ->
          new TargetLoginException(
              sentence(e, "does not let user " + user + " in", "correct user or passwordFile"), e);
      case "3D" -> refused(e, "has no such database", "create it, or correct the URL");
      default ->
          NO_RIGHT.equals(state(e))
              ? refused(e, "does not let user " + user + " do this", "grant that right")
              : refused(e, "refused a statement", "correct the table or the target's columns");
    };
  }

  private TargetUnavailableException unavailable(SQLException e, String what) {
    return new TargetUnavailableException(
        "the database of target '%s' %s (%s)".formatted(target, what, line(e)), e);
  }

  private TargetRefusedException refused(SQLException e, String what, String remedy) {
    return new TargetRefusedException(sentence(e, what, remedy), e);
  }

  private String sentence(SQLException e, String what, String remedy) {
    return "the database of target '%s' %s (%s): %s".formatted(target, what, line(e), remedy);
  }

  /**
   * Returns the SQLState. MariaDB uses many general ones, so its error codes decide; PostgreSQL has
   * no error codes.
   */
  static String state(SQLException e) {
    var known = MARIADB_STATES.get(e.getErrorCode());
    if (known != null) {
      return known;
    }
    var state = e.getSQLState();
    return state == null || state.length() < 2 ? "08000" : state;
  }

  private static String line(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
