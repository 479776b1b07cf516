package io.reprise.distribution;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import kafka.admin.ConfigCommand;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.tools.AclCommand;

/**
 * Lets scripts call Kafka's own {@code kafka-acls.sh} and {@code kafka-configs.sh} without a new
 * JVM for each call. Puts two programs of these names into a directory. They send their arguments
 * to this server, which runs Kafka's classes and answers the exit code.
 */
final class KafkaToolServer implements AutoCloseable {
  private static final String PROGRAM =
      """
      #!/usr/bin/env bash
      exec 9<>/dev/tcp/127.0.0.1/%d
      { echo "$(($# + 2))"; printf '%%s\\0' "${0##*/}" "$PWD" "$@"; } >&9
      read -r code <&9
      exit "$code"
      """;

  private static final String COMMAND_CONFIG = "--command-config";

  private final ServerSocket server;
  private final IntConsumer aclsGranted;
  private int granted;

  private KafkaToolServer(ServerSocket server, IntConsumer aclsGranted) {
    this.server = server;
    this.aclsGranted = aclsGranted;
  }

  /**
   * Starts the server.
   *
   * @param directory where the programs are put
   * @param aclsGranted is told after each call how many ACLs all calls have granted
   */
  static KafkaToolServer start(Path directory, IntConsumer aclsGranted) {
    try {
      var server =
          new KafkaToolServer(
              new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), aclsGranted);
      for (var name : List.of("kafka-acls.sh", "kafka-configs.sh")) {
        var program = directory.resolve(name);
        Files.writeString(program, PROGRAM.formatted(server.server.getLocalPort()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Exit.setExitProcedure(
          (code, message) -> {
            throw new IllegalStateException("exit code " + code + ": " + message);
          });
      var thread = new Thread(server::serve, "kafka-tools");
      thread.setDaemon(true);
      thread.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    var words = words(new DataInputStream(call.getInputStream()));
    int code = 0;
    try {
      run(words.get(0), Path.of(words.get(1)), words.subList(2, words.size()));
    } catch (RuntimeException e) {
      e.printStackTrace();
      code = 1;
    }
    call.getOutputStream().write((code + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void run(String program, Path workingDirectory, List<String> arguments) {
    var resolved = new ArrayList<>(arguments);
    int config = resolved.indexOf(COMMAND_CONFIG) + 1;
    resolved.set(config, workingDirectory.resolve(resolved.get(config)).toString());
    if (program.equals("kafka-configs.sh")) {
      ConfigCommand.main(resolved.toArray(String[]::new));
      return;
    }
    AclCommand.main(resolved.toArray(String[]::new));
    granted += (int) arguments.stream().filter("--operation"::equals).count();
    aclsGranted.accept(granted);
  }

  private static List<String> words(DataInputStream request) throws IOException {
    int count = Integer.parseInt(upTo(request, '\n'));
    var words = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      words.add(upTo(request, '\0'));
    }
    return words;
  }

  private static String upTo(DataInputStream request, char end) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (byte next = request.readByte(); next != end; next = request.readByte()) {
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Exit.resetExitProcedure();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
