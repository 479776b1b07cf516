package io.reprise.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reprise.cli.client.HttpThreads;
import io.reprise.cli.context.AddressSources;
import io.reprise.cli.context.ContextFile;
import io.reprise.cli.context.RunningDevs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Prepares fast starts of commands. The script {@code reprise} runs this program twice after each
 * build: to write the {@link HelpPages}, and to execute a few commands while the JVM records the
 * classes that it loads. From the record, the script makes the class data archive from which
 * commands take their classes.
 *
 * <p>The few commands call a service of this program. They need the classes that most commands
 * need: for contexts, HTTP, JSON and tables. To archive the classes of all commands would make each
 * start slower, because the JVM relocates the whole archive at its start.
 */
final class StartPreparation {
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/api/v1/topics",
          "[{\"topic\":\"orders\",\"topicId\":\"a\",\"partitions\":8}]",
          "/api/v1/replays",
          "{\"replays\":[{\"id\":\"a\",\"state\":\"RUNNING\",\"topic\":\"orders\",\"target\":\"b\","
              + "\"createdAt\":\"2026-01-31T12:00:00Z\"}]}");

  private static final List<String> COMMANDS =
      List.of(
          "context add here --worker ",
          "context use here",
          "topics list",
          "replay list",
          "replay list -o json");

  private StartPreparation() {}

  /**
   * Writes the help pages, or executes the commands, and exits.
   *
   * @param arguments {@code help} or {@code commands}, and a directory that exists
   */
  public static void main(String[] arguments) throws IOException {
    var directory = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "help" -> HelpPages.writeTo(directory.resolve("help"));
      case "commands" -> execute(directory.resolve("user"));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    HttpThreads.end();
    System.exit(0);
  }

  /**
   * Executes the commands.
   *
   * @param user holds the contexts of these commands; those of the user are not touched
   */
  static void execute(Path user) throws IOException {
    var sources =
        new AddressSources(
            Map.of(),
            new ContextFile(user.resolve("contexts.yaml")),
            new RunningDevs(user.resolve("state")),
            user);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", StartPreparation::answer);
    server.start();
    try {
      var address = "http://127.0.0.1:" + server.getAddress().getPort();
      for (var command : COMMANDS) {
        execute(sources, (command.endsWith(" ") ? command + address : command).split(" "));
      }
    } finally {
      server.stop(0);
    }
  }

  private static void execute(AddressSources sources, String... command) {
    int exitCode =
        Reprise.commandLineFor(sources, command)
            .setOut(new PrintWriter(Writer.nullWriter(), true))
            .execute(command);
    if (exitCode != 0) {
      throw new IllegalStateException("exit code %d of: %s".formatted(exitCode, List.of(command)));
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body =
          ANSWERS
              .getOrDefault(exchange.getRequestURI().getPath(), "{}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
