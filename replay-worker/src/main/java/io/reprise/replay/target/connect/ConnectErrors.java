package io.reprise.replay.target.connect;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.RetriableException;

/** Reads the exceptions of connectors. Stateless and thread-safe. */
final class ConnectErrors {
  private static final int MOST_CAUSES = 20;

  private ConnectErrors() {}

  /** Returns whether the connector asks to be called again with the same records. */
  static boolean isRetriable(Throwable error) {
    return error instanceof RetriableException
        || error instanceof org.apache.kafka.common.errors.RetriableException;
  }

  /**
   * Returns whether an exception says that the system behind the connector cannot be reached at the
   * moment, although the connector does not call it retriable.
   */
  static boolean isOutage(Throwable error) {
    return chain(error).anyMatch(e -> isRetriable(e) || isOfConnection(e));
  }

  private static boolean isOfConnection(Throwable error) {
    if (error instanceof SQLException sql) {
      var state = sql.getSQLState();
      return sql instanceof SQLTransientException
          || sql instanceof SQLRecoverableException
          || (state != null && state.matches("(08|53|57P).*"));
    }
    return error instanceof SocketException
        || error instanceof SocketTimeoutException
        || error instanceof UnknownHostException
        || error instanceof ClosedChannelException;
  }

  /** Returns the messages of an exception and of its first cause in one line. */
  static String message(Throwable error) {
    var first = chain(error).findFirst().orElse(error);
    var last = chain(error).reduce((before, after) -> after).orElse(error);
    var text = own(first);
    var root = own(last);
    return oneLine(text.contains(root) ? text : text + ": " + root);
  }

  private static String own(Throwable error) {
    var message = error.getMessage();
    var name = error.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static Stream<Throwable> chain(Throwable error) {
    return Stream.iterate(error, e -> e != null, Throwable::getCause).limit(MOST_CAUSES);
  }
}
