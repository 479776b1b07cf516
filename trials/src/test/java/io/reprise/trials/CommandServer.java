package io.reprise.trials;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lets a bash script call {@code ./reprise} without a new JVM for each call.
 *
 * <p>{@link #prelude()} defines a bash function with the name {@code ./reprise}, which bash calls
 * in place of the file. The function sends its arguments to this server; a {@link CommandSession}
 * runs them and the function prints the output and returns the exit code. A call whose input is a
 * pipe runs the file itself, because a session has no input.
 */
final class CommandServer implements AutoCloseable {
  private static final String PRELUDE =
      """
      ./reprise() {
        if [[ -p /dev/stdin ]]; then command ./reprise "$@"; return; fi
        local code out err argument
        exec 9<>/dev/tcp/127.0.0.1/%d
        { echo "$#"; for argument; do printf '%%s\\0' "$argument"; done; } >&9
        read -r code out err <&9
        head -c "$out" <&9
        head -c "$err" <&9 >&2
        exec 9>&-
        return "$code"
      }
      """;

  private final CommandSession session;
  private final ServerSocket server;

  private CommandServer(CommandSession session, ServerSocket server) {
    this.session = session;
    this.server = server;
  }

  static CommandServer start(Map<String, String> environment) {
    return start(environment, Path.of(""));
  }

  /** Starts a server whose commands run in a working directory of their own. */
  static CommandServer start(Map<String, String> environment, Path workingDirectory) {
    try {
      var server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      var started = new CommandServer(CommandSession.start(environment, workingDirectory), server);
      var thread = new Thread(started::serve, "command-server");
      thread.setDaemon(true);
      thread.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the bash text that a script begins with. */
  String prelude() {
    return PRELUDE.formatted(server.getLocalPort());
  }

  private void serve() {
    while (!server.isClosed()) {
      try (var call = server.accept()) {
        answer(call);
      } catch (IOException e) {
        // The script fails, because its call gets no answer, and shows at which command.
      }
    }
  }

  private void answer(Socket call) throws IOException {
    var run = session.run(arguments(new DataInputStream(call.getInputStream())));
    var out = run.out().getBytes(StandardCharsets.UTF_8);
    var err = run.err().getBytes(StandardCharsets.UTF_8);
    var reply = call.getOutputStream();
    reply.write(
        "%d %d %d%n"
            .formatted(run.exitCode(), out.length, err.length)
            .getBytes(StandardCharsets.UTF_8));
    reply.write(out);
    reply.write(err);
    reply.flush();
  }

  private static List<String> arguments(DataInputStream request) throws IOException {
    int count = Integer.parseInt(upTo(request, '\n'));
    var arguments = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      arguments.add(upTo(request, '\0'));
    }
    return arguments;
  }

  private static String upTo(DataInputStream request, char end) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (byte next = request.readByte(); next != end; next = request.readByte()) {
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws InterruptedException {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session.close();
  }
}
