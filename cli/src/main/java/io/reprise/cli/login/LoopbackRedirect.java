package io.reprise.cli.login;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a free port of loopback for the one request by which a browser brings the answer of an
 * issuer (RFC 8252, 7.3). A request without the expected state is answered and otherwise ignored:
 * any page that is open in the browser could send one. Confined to one thread. The creator closes
 * it.
 */
final class LoopbackRedirect implements AutoCloseable {
  private static final String PATH = "/callback";
  private static final int LONGEST_HEAD = 16_384;
  private static final int SLOWEST_MILLIS = 2_000;

  private final ServerSocket server;

  LoopbackRedirect() {
    try {
      server = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on loopback", e);
    }
  }

  /** Returns the address to which the issuer sends the browser. */
  URI uri() {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.getLocalPort(), PATH));
  }

  /**
   * Waits for the answer of the issuer.
   *
   * @param state the state that the answer must have
   * @return the parameters of the answer
   * @throws CommandFailure if there is no answer within the limit
   */
  Map<String, String> await(String state, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw notSignedIn(limit);
      }
      var answer = next((int) Math.min(left, Integer.MAX_VALUE), state);
      if (answer != null) {
        return answer;
      }
    }
  }

  private static CommandFailure notSignedIn(Duration limit) {
    return new CommandFailure(
        ExitCode.FAILED,
        "nobody has signed in within %d s: run the command again, and open the URL in a browser on this machine"
            .formatted(limit.toSeconds()));
  }

  private @Nullable Map<String, String> next(int waitMillis, String state) {
    try {
      server.setSoTimeout(waitMillis);
      try (var connection = server.accept()) {
        return answer(connection, state);
      }
    } catch (SocketTimeoutException e) {
      return null;
    } catch (IOException e) {
      return null; // The browser has closed a connection; it may open another one.
    }
  }

  private static @Nullable Map<String, String> answer(Socket connection, String state)
      throws IOException {
    connection.setSoTimeout(SLOWEST_MILLIS);
    var line = head(connection).lines().findFirst().orElse("").split(" ");
    var target = line.length == 3 && line[0].equals("GET") ? line[1] : "";
    if (!target.startsWith(PATH + "?")) {
      respond(connection, "404 Not Found", "Nothing is here.");
      return null;
    }
    var parameters = parameters(target.substring(PATH.length() + 1));
    if (!state.equals(parameters.get("state"))) {
      respond(connection, "400 Bad Request", "This is not the answer that the command waits for.");
      return null;
    }
    respond(
        connection,
        "200 OK",
        "The command has received the answer of the issuer. Close this page and go on there.");
    return parameters;
  }

  private static String head(Socket connection) throws IOException {
    var in = connection.getInputStream();
    var head = new StringBuilder();
    while (head.length() < LONGEST_HEAD && head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static Map<String, String> parameters(String query) {
    var parameters = new HashMap<String, String>();
    for (var pair : query.split("&")) {
      int at = pair.indexOf('=');
      if (at > 0) {
        parameters.putIfAbsent(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static void respond(Socket connection, String status, String text) throws IOException {
    var body = "<!doctype html><title>reprise</title><p>" + text + "\n";
    var answer =
        "HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n"
            + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
            + "Content-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n%s";
    connection
        .getOutputStream()
        .write(answer.formatted(status, body.length(), body).getBytes(StandardCharsets.US_ASCII));
    connection.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the listener on loopback", e);
    }
  }
}
