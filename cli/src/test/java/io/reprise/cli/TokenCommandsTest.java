package io.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Policy;
import io.reprise.runtime.access.Principal;
import io.reprise.runtime.access.Resource;
import io.reprise.runtime.access.Token;
import io.reprise.runtime.access.TokenHashes;
import io.reprise.runtime.config.ConfigFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandsTest {
  private static final String NONE = "none";

  @TempDir Path home;
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private HttpServer service;
  private String url = "";

  @BeforeEach
  void listen() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          var header = exchange.getRequestHeaders().getFirst("Authorization");
          sent.add(header == null ? NONE : header);
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("[]".getBytes(java.nio.charset.StandardCharsets.UTF_8));
          exchange.close();
        });
    service.start();
    url = "http://127.0.0.1:" + service.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text);
  }

  private CommandLineRun run(Map<String, String> environment, String line) {
    return CommandLineRun.line(CommandLineRun.sources(environment, home), line);
  }

  @Test
  void theLinesOfATokenAreUnderstoodByAService() {
    var run =
        CommandLineRun.of(
            "token", "create", "--principal", "ann", "--role", "operator", "--topic", "orders*,a");

    assertThat(run.exitCode()).isZero();
    var token = Token.of(run.out().strip());
    var lines = run.err().lines().filter(line -> line.startsWith("  - ")).toList();
    var hashes = ConfigFile.parse("t", "tokens:\n" + lines.get(0), TokenHashes.class, Map.of());
    var policy = ConfigFile.parse("p", "bindings:\n" + lines.get(1), Policy.class, Map.of());
    var ann = new Principal("ann");
    assertThat(hashes.principalOf(token)).hasValue(ann);
    assertThat(policy.allows(ann, Action.OPERATE, new Resource("orders-eu", "copy"))).isTrue();
    assertThat(policy.allows(ann, Action.OPERATE, new Resource("clicks", "copy"))).isFalse();
    assertThat(run.err()).doesNotContain(token.secret());
  }

  @Test
  void theLineOfAnExistingTokenIsThatOfItsCreation() throws IOException {
    var created = CommandLineRun.line("token create --principal ann --role viewer");
    var token = file("token", created.out());

    var run = CommandLineRun.line("token hash --principal ann --token-file", token.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(created.err()).contains(run.out());
  }

  @Test
  void aTokenThatCanBeGuessedIsRefused() throws IOException {
    var token = file("token", "hunter2");

    var run = CommandLineRun.line("token hash --principal ann --token-file", token.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("7 characters").doesNotContain("hunter2");
  }

  @Test
  void noTwoTokensAreEqual() {
    var line = "token create --principal ann --role viewer";

    assertThat(CommandLineRun.line(line).out()).isNotEqualTo(CommandLineRun.line(line).out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--principal ann --role boss",
        "--principal 'a --role viewer",
        "--role viewer",
        "--principal ann"
      })
  void aTokenForNobodyOrNothingIsRefused(String options) {
    var run = CommandLineRun.line("token create " + options);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void theTokenOfTheOptionComesFirst() throws IOException {
    var option = file("option", "t-option\n");
    var variable = file("variable", "t-variable\n");

    run(
        Map.of("REPRISE_TOKEN_FILE", variable.toString()),
        "replay targets --worker " + url + " --token-file " + option);
    run(Map.of("REPRISE_TOKEN_FILE", variable.toString()), "replay targets --worker " + url);

    assertThat(sent).containsExactly("Bearer t-option", "Bearer t-variable");
  }

  @Test
  void theTokenOfAContextIsSentToItsAddressesOnly() throws IOException {
    var token = file("context", "t-context\n");
    run(Map.of(), "context add prod --worker " + url + " --token-file " + token);
    run(Map.of(), "context use prod");

    run(Map.of(), "replay targets");
    run(Map.of(), "replay targets --worker " + url);
    run(Map.of("REPRISE_CONTEXT_WORKER", url), "replay targets");

    assertThat(sent).containsExactly("Bearer t-context", NONE, NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "\nsecond-line"})
  void aFileWithoutATokenIsRefusedAndNotShown(String content) throws IOException {
    var run =
        run(
            Map.of(),
            "replay targets --worker " + url + " --token-file " + file("broken", content));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("broken").doesNotContain("words", "second-line");
    assertThat(sent).isEmpty();
  }
}
